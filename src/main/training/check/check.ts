import type { BaseModel } from '../../domain/training/trainer.ts'
import type { TrainingFolder } from './folder.ts'
import type { LookAt } from './look-at.ts'

export interface Finding {
  /** `error`: the trainer stops, or loses or spoils something; `warning`: it is worth checking. */
  readonly severity: 'error' | 'warning'
  /** A short name of the rule, for scripts. */
  readonly rule: string
  /** Relative to the folder; null when it is about the whole. */
  readonly file: string | null
  /** A sentence that says what happens and what to do. */
  readonly detail: string
}

export interface CheckOptions {
  readonly lookAt: LookAt
  /** The word that every caption must hold; null: nothing is known of one. */
  readonly trigger: string | null
  /** What is trained, which decides the step of some trainers' buckets; the trainer's usual one without it. */
  readonly baseModel?: BaseModel | undefined
  /** Images per step, which some trainers need of every bucket; 1 without it. */
  readonly batchSize?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Checked {
  readonly findings: readonly Finding[]
  /** Image files that there are, and how many of them would be trained on. */
  readonly images: number
  readonly trained: number
}

export type Check = (folder: TrainingFolder, options: CheckOptions) => Promise<Checked>

export const error = (rule: string, file: string | null, detail: string): Finding => ({
  severity: 'error',
  rule,
  file,
  detail,
})

export const warning = (rule: string, file: string | null, detail: string): Finding => ({
  severity: 'warning',
  rule,
  file,
  detail,
})
