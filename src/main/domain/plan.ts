import type { IssueKey } from './issue-kinds.ts'
import type { PerStyle, Style } from './style.ts'

/** Handling of good images beyond the target: `trim` moves the worst to the trash, `keep` leaves them. */
export type SurplusPolicy = 'trim' | 'keep'

/** An image to move to the trash. `reason` is an issue key, "human" when a person rejected it, or "surplus". */
export interface Deletion {
  readonly filename: string
  readonly type: Style | null
  readonly reason: IssueKey | 'human' | 'surplus'
  /** Phrase shown to the user, such as "copy of alice_3.jpg" or "least sharp of 22". */
  readonly detail: string
  /** True when a person skipped the deletion in this plan: the image stays. */
  readonly skipped?: boolean | undefined
}

/** An image to generate. */
export interface Generation {
  readonly type: Style
  readonly prompt_id: string
  readonly prompt: string
  readonly aspect_ratio: string
  /** File name of the source picture; absent when the generator chooses. */
  readonly derived_from?: string | undefined
  readonly skipped?: boolean | undefined
}

/** An image that would be removed if the set could be refilled. */
type KeptImage = Omit<Deletion, 'skipped'>

/** A style that the plan cannot bring to its target, with the reason. */
export interface Shortfall {
  readonly type: Style
  readonly missing: number
  readonly why: string
}

/** `{actor_id}_action_plan.json`: the plan of one actor. */
export interface Plan {
  readonly version: 1
  readonly actor_id: string
  readonly created_at: string
  readonly evaluator: string
  /** Generator whose abilities and prices the plan relies on; it cannot run with another. */
  readonly generator: string
  readonly model: string
  /** USD per image by style, at the time of planning. */
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
  /** Question for the user before an evaluator's rejections are applied; absent when there is none. */
  readonly question?: string | undefined
  readonly estimated_cost_usd: number
  /** Cost of a vision model's assessments of this actor for this plan. */
  readonly evaluation_cost_usd?: number | undefined
  /** Run that executed the plan; the plan holds the steps that it left. */
  readonly run_id?: string | undefined
}

/** Set that a plan was made for: good images of a sure style and, separately, those whose style is a guess. */
interface PlannedSet extends PerStyle {
  readonly unclassified: number
  readonly unsure: PerStyle
  /** All files. */
  readonly images: number
}
