import type { IssueKey } from './issue-kinds.ts'
import type { PerStyle, Style } from './style.ts'

/** What happens to good images beyond the target: `trim` moves the worst to the trash, `keep` leaves them. */
export type SurplusPolicy = 'trim' | 'keep'

/** One image to go to the trash. `reason` is an issue key, "human" for what a person rejected, or "surplus". */
export interface Deletion {
  readonly filename: string
  readonly type: Style | null
  readonly reason: IssueKey | 'human' | 'surplus'
  /** A phrase for people, such as "copy of alice_3.jpg" or "least sharp of 22". */
  readonly detail: string
  /** A human spared it in this plan: it stays. */
  readonly skipped?: boolean | undefined
}

/** One image to make. */
export interface Generation {
  readonly type: Style
  readonly prompt_id: string
  readonly prompt: string
  readonly aspect_ratio: string
  /** File name of the picture to derive it from; absent where the generator chooses. */
  readonly derived_from?: string | undefined
  readonly skipped?: boolean | undefined
}

/** An image that would go if the set could be refilled: it stays for want of better. */
type KeptImage = Omit<Deletion, 'skipped'>

/** A style that the plan cannot bring to its target, and why. */
export interface Shortfall {
  readonly type: Style
  readonly missing: number
  readonly why: string
}

/** `{actor_id}_action_plan.json`: what would be done to one actor. */
export interface Plan {
  readonly version: 1
  readonly actor_id: string
  readonly created_at: string
  readonly evaluator: string
  /** Whose abilities and prices the plan counts on: with another one it is refused. */
  readonly generator: string
  readonly model: string
  /** USD per image by style, as it was when the plan was made. */
  readonly price_usd: PerStyle
  /** Covers the actor's files and labels: a plan whose fingerprint no longer matches is stale and refused. */
  readonly fingerprint: string
  readonly target: PerStyle
  readonly current: PlannedSet
  readonly deletions: readonly Deletion[]
  readonly generations: readonly Generation[]
  readonly kept: readonly KeptImage[]
  readonly shortfalls: readonly Shortfall[]
  readonly warnings: readonly string[]
  /** What a person is asked before an evaluator is obeyed; absent: nothing. */
  readonly question?: string | undefined
  readonly estimated_cost_usd: number
  /** What a vision model was paid for looking at this actor's images, for this plan. */
  readonly evaluation_cost_usd?: number | undefined
  /** The run that carried it out; what it left is what the plan still holds. */
  readonly run_id?: string | undefined
}

/** The set that a plan was made for: good images of a sure style, and apart from them those whose style is a guess. */
interface PlannedSet extends PerStyle {
  readonly unclassified: number
  readonly unsure: PerStyle
  /** All files, whatever they are. */
  readonly images: number
}
