import type { IssueKey } from './issue-kinds.ts'
import type { Style } from './style.ts'

export type Verdict = 'keep' | 'review' | 'reject'

/** One quality problem of one image. */
export interface Issue {
  readonly key: IssueKey
  readonly verdict: Exclude<Verdict, 'keep'>
  /** A phrase for people: "110 px long side, 512 needed", "copy of alice_3.jpg". */
  readonly detail: string
  /** File name of the image that is kept in place of this one, for duplicates. */
  readonly duplicateOf?: string
}

/** An evaluator's opinion of the style. `style` is always the likeliest one, also when `unsure`. */
export interface StyleGuess {
  readonly style: Style
  /** Probability of `style`, 0..1. */
  readonly confidence: number
  readonly unsure: boolean
}

/** What an evaluator said of one image. `guess` is null when the style was not measured (an unreadable file). */
export interface Assessment {
  /** Who said it, with its version: "local@1", "service:model@1". */
  readonly evaluator: string
  readonly guess: StyleGuess | null
  readonly issues: readonly Issue[]
  readonly verdict: Verdict
  /** Look-alike group within the actor for images whose style is unsure; null when sure or alone. */
  readonly group: string | null
  /** For ranking within a style, higher is better: pixels first, then sharpness. 0..1. */
  readonly quality: number
  /** What a vision model said of the image, in words, or why it said nothing. */
  readonly reason?: string
  /** Problems that were to be looked for and were not: neither found nor ruled out. */
  readonly unmeasured?: readonly IssueKey[]
  /** How near its faces are to those of the base images, a cosine; absent where either shows none, or nobody looked. */
  readonly face?: number
  /** Whose picture it is, among the persons of its actor: 1 has the most; absent as `face` is. */
  readonly person?: number
  /** It was rejected along with nearly the whole set: a person is asked, and until then it is to be reviewed. */
  readonly overruled?: boolean
}

export const worst = (issues: readonly Issue[]): Verdict =>
  issues.some((issue) => issue.verdict === 'reject') ? 'reject' : issues.length > 0 ? 'review' : 'keep'
