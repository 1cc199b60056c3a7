import type { Assessment } from '../domain/assessment.ts'
import type { JudgedImage } from '../domain/judge.ts'
import type { Measured, Measures } from '../domain/measures.ts'

/** What one read of a file yields. `sha256` is hex, of exactly the bytes that were measured. */
export interface MeasuredFile {
  readonly sha256: string
  readonly measured: Measured
}

/** Says how good an image is and which style it has. Looking at a file and judging a set are two steps, so that only the first costs. */
export interface Evaluator {
  /** With its version: assessments of another one are made anew. Written to manifests and plans. */
  readonly id: string
  /** Throws UNAVAILABLE when the file cannot be read; bad content is a result. */
  measure(file: string, signal?: AbortSignal): Promise<MeasuredFile>
  /** Judges one actor's images together, since duplicates are a matter of the set. By file name. */
  judge(images: readonly JudgedImage[]): ReadonlyMap<string, Assessment>
  /** Whether two images show the same picture. */
  alike(a: Measures, b: Measures): boolean
}
