import type { IssueKey } from './assessment.ts'
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
  readonly skipped?: boolean | undefined
}

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
  /** Whose prices and abilities the plan reckons with: another generator needs another plan. */
  readonly generator?: string | undefined
  /** Covers the actor's files and labels: a plan whose fingerprint no longer matches is stale and refused. */
  readonly fingerprint: string
  readonly target: PerStyle
  readonly current: PerStyle & { readonly unclassified: number }
  readonly deletions: readonly Deletion[]
  readonly generations: readonly Generation[]
  readonly shortfalls: readonly Shortfall[]
  readonly warnings: readonly string[]
  readonly estimated_cost_usd: number
  /** What a vision model was paid for looking at this actor's images, for this plan. */
  readonly evaluation_cost_usd?: number | undefined
}
