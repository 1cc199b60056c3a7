import type { BaseModel } from '../../domain/training/trainer.ts'
import type { TrainingFolder } from './folder.ts'
import type { LookAt } from './look-at.ts'

export interface Finding {
  /** `error`: the trainer stops, or loses or spoils something; `warning`: worth checking. */
  readonly severity: 'error' | 'warning'
  /** A short name of the rule, for scripts. */
  readonly rule: string
  /** Relative to the folder; null when it concerns the whole set. */
  readonly file: string | null
  /** A sentence that says what happens and what to do. */
  readonly detail: string
}

export interface CheckOptions {
  readonly lookAt: LookAt
  /** Word that every caption must contain; null when none is known. */
  readonly trigger: string | null
  /** The base model, which decides the step of some trainers' buckets; the trainer's usual one by default. */
  readonly baseModel?: BaseModel | undefined
  /** Images per step, of which some trainers need at least that many in every bucket; 1 by default. */
  readonly batchSize?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Checked {
  readonly findings: readonly Finding[]
  /** Number of image files, and of those that would be trained. */
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
