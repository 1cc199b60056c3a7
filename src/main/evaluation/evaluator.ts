import type { Assessment } from '../domain/assessment.ts'
import type { Inspection } from '../domain/inspection.ts'
import type { JudgedImage } from '../domain/judge.ts'
import type { ManyImages } from './judge-many.ts'
import type { Measured, Measures } from '../domain/measures.ts'

/** What one read of a file yields. `sha256` is hex, of exactly the bytes that were measured. */
export interface MeasuredFile {
  readonly sha256: string
  readonly bytes: number
  readonly measured: Measured
}

/** Of one file: what was measured, or why it could not be read, as a sentence. */
export type MeasuredOrFailed = MeasuredFile | { readonly failed: string }

/**
 * Says what images are like. Two halves, because one is costly and cached by content while the other is a matter of the whole set and
 * repeated whenever a person moves an image.
 */
export interface Evaluator {
  /** Name and version, such as "local@1": results of different ids are never mixed. */
  readonly id: string
  /**
   * Looks at one file. Bad content is a result; rejects with UNAVAILABLE when the file could not be read, or with the signal's
   * reason. Callers may ask for many at once: they wait for their turn.
   */
  measure(file: string, signal?: AbortSignal): Promise<MeasuredFile>
  /** As `measure`, for a few files at a time: what makes `measure` reject is the answer for that file. Rejects with the signal's reason. */
  measureMany(files: readonly string[], signal?: AbortSignal): Promise<readonly MeasuredOrFailed[]>
  /** SHA-256 of each file, hex, so that content that was measured before is only read; null for one that cannot be read. */
  digests(files: readonly string[], signal?: AbortSignal): Promise<readonly (string | null)[]>
  /** Where in the image its measures come from; null for content that does not decode. Rejects as `measure` does. */
  inspect(file: string, signal?: AbortSignal): Promise<Inspection | null>
  /** Opinions on the images of one actor, by file name, from measures alone. */
  judge(images: readonly JudgedImage[]): Promise<ReadonlyMap<string, Assessment>>
  /** As `judge`, for what the catalog stores: see `judgeMany`. */
  judgeMany(images: ManyImages): Promise<readonly string[]>
  /** Whether a new image repeats another one. */
  alike(a: Measures, b: Measures): boolean
}
