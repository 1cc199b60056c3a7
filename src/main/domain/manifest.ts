import type { Verdict } from './assessment.ts'
import type { Style } from './style.ts'

/** One image in `manifest.json`. Keys that Evencast does not know are kept: see `rest`. */
export interface ManifestImage {
  readonly filename: string
  readonly type?: Style | null | undefined
  /** "human", or the evaluator that said so; absent when the manifest came from elsewhere. */
  readonly classified_by?: string | undefined
  /** Written only when a human decided: a verdict that no later pass changes. */
  readonly verdict?: Verdict | undefined
  readonly source?: string | undefined
  readonly prompt?: string | undefined
  readonly prompt_id?: string | undefined
  readonly model?: string | undefined
  readonly prediction_id?: string | undefined
  readonly seed?: number | undefined
  readonly cost_usd?: number | undefined
  readonly s3_url?: string | undefined
  readonly sha256?: string | undefined
  readonly bytes?: number | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly quality_issues?: readonly string[] | undefined
  readonly created_at?: string | undefined
  readonly [unknown: string]: unknown
}

/** `manifest.json`: the truth about an actor's images, which travels with them (DESIGN: files on disk). */
export interface Manifest {
  readonly version: 1
  readonly actor_id: string
  readonly updated_at: string
  readonly images: readonly ManifestImage[]
  readonly [unknown: string]: unknown
}
