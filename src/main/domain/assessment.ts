import type { IssueKey } from './issue-kinds.ts'
import type { Style } from './style.ts'

export type Verdict = 'keep' | 'review' | 'reject'

/** A quality problem of an image. */
export interface Issue {
  readonly key: IssueKey
  readonly verdict: Exclude<Verdict, 'keep'>
  /** Phrase shown to the user: "110 px long side, 512 needed", "copy of alice_3.jpg". */
  readonly detail: string
  /** For duplicates: file name of the image that is kept instead of this one. */
  readonly duplicateOf?: string
}

/** An evaluator's guess at the style. `style` is the most likely one even when `unsure`. */
export interface StyleGuess {
  readonly style: Style
  /** Probability of `style`, 0..1. */
  readonly confidence: number
  readonly unsure: boolean
}

/** An evaluator's assessment of one image. `guess` is null when the style was not measured (an unreadable file). */
export interface Assessment {
  /** Evaluator and its version: "local@1", "service:model@1". */
  readonly evaluator: string
  readonly guess: StyleGuess | null
  readonly issues: readonly Issue[]
  readonly verdict: Verdict
  /** Group of similar images of the actor whose style is unsure; null when the style is sure or no other image is similar. */
  readonly group: string | null
  /** Rank within a style, 0..1; higher is better: pixels first, then sharpness. */
  readonly quality: number
  /** The vision model's explanation, or why it gave none. */
  readonly reason?: string
  /** Problems that should have been checked and were not: neither found nor ruled out. */
  readonly unmeasured?: readonly IssueKey[]
  /** Cosine similarity of its faces to those of the base images; absent when either has no face or faces were not measured. */
  readonly face?: number
  /** Which of the actor's persons the image shows; 1 has the most images. Absent when `face` is. */
  readonly person?: number
  /** True when nearly the whole set was rejected with it: the image is then set to review, so that a person decides. */
  readonly overruled?: boolean
}

export const worst = (issues: readonly Issue[]): Verdict =>
  issues.some((issue) => issue.verdict === 'reject') ? 'reject' : issues.length > 0 ? 'review' : 'keep'
