import type { Assessment } from '../domain/assessment.ts'
import type { Inspection } from '../domain/inspection.ts'
import type { JudgedImage } from '../domain/judge.ts'
import type { ManyImages } from './judge-many.ts'
import type { Measured, Measures } from '../domain/measures.ts'

/** The result of reading a file once. `sha256` is hex, of exactly the bytes that were measured. */
export interface MeasuredFile {
  readonly sha256: string
  readonly bytes: number
  readonly measured: Measured
}

/** What was measured in one file, or a sentence that says why it could not be read. */
export type MeasuredOrFailed = MeasuredFile | { readonly failed: string }

/**
 * Assesses images. Measuring is costly and cached by content; judging concerns the whole set and is repeated whenever a person moves an
 * image.
 */
export interface Evaluator {
  /** Name and version, such as "local@1"; results of different ids are never mixed. */
  readonly id: string
  /**
   * Measures one file. Bad content is a result; rejects with UNAVAILABLE when the file could not be read, or with the signal's reason.
   * Callers may start many calls at once: they queue.
   */
  measure(file: string, signal?: AbortSignal): Promise<MeasuredFile>
  /**
   * As `measure`, for a few files at a time: an error that would make `measure` reject becomes the answer for that file. Rejects with the
   * signal's reason.
   */
  measureMany(files: readonly string[], signal?: AbortSignal): Promise<readonly MeasuredOrFailed[]>
  /**
   * Returns the SHA-256 of each file in hex, so that content that was measured before is only read; null for a file that cannot be read.
   */
  digests(files: readonly string[], signal?: AbortSignal): Promise<readonly (string | null)[]>
  /** Returns where in the image its measures come from; null for content that does not decode. Rejects as `measure` does. */
  inspect(file: string, signal?: AbortSignal): Promise<Inspection | null>
  /** Returns assessments of the images of one actor by file name, from measures alone. */
  judge(images: readonly JudgedImage[]): Promise<ReadonlyMap<string, Assessment>>
  /** As `judge`, for images as the catalog stores them: see `judgeMany`. */
  judgeMany(images: ManyImages): Promise<readonly string[]>
  /** Returns true when a new image repeats another one. */
  alike(a: Measures, b: Measures): boolean
}
