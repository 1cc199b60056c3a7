import type { RunReached } from '../domain/reached.ts'
import type { PerStyle, Style } from '../domain/style.ts'
import type { Verdict } from '../domain/assessment.ts'
import type { IssueKey } from '../domain/issue-kinds.ts'
import type { Skipped } from '../domain/skipped.ts'

/** What the commands print with `--json`: a public contract (DESIGN: command line). Keys are snake_case as in the files on disk. */

export interface StatusReport {
  readonly library: string
  readonly target: PerStyle
  readonly actors: readonly {
    readonly actor_id: string
    /** Good images of a sure style; `unsure`: those whose style is a guess, apart. */
    readonly counts: PerStyle & { readonly unclassified: number }
    readonly unsure: PerStyle
    readonly target: PerStyle
    readonly target_from: 'library' | 'actor'
    /** What keeps a full set from being balanced: "2 blurred, 3 from one photograph". */
    readonly left: string
    readonly kept: number
    readonly proposal: { readonly preset: string; readonly why: string } | null
    readonly unassessed: number
    readonly unreadable: number
    readonly balanced: boolean
    readonly problem: string | null
    /** What lies in its folder and is not looked at. */
    readonly skipped: readonly Skipped[]
    /** Files that may be sound and of which nothing was measured, with the reason. */
    readonly not_measured: readonly { readonly filename: string; readonly why: string }[]
  }[]
}

export type { PlanSummary } from '../domain/plan-summary.ts'

export interface ExecuteReport {
  readonly run_id: string | null
  readonly dry_run: boolean
  /** For images and the checks of new ones. */
  readonly cost_usd: number
  readonly checks_usd: number
  /** Beside it, what may have been charged for images of which nobody knows whether the service took them; absent: nothing. */
  readonly uncertain_usd?: number
  readonly seconds: number
  /** What the run came to; absent when nothing was carried out. */
  readonly reached?: RunReached
  /** Why the run ended before its last step; absent when it did not. */
  readonly stopped?: string
  readonly actors: readonly {
    readonly actor_id: string
    readonly deleted: readonly string[]
    readonly generated: readonly { readonly filename: string; readonly type: Style }[]
    readonly failed: readonly { readonly step: string; readonly error: string }[]
  }[]
}

export interface EvaluateReport {
  readonly actor_id: string
  /** File the contact sheet was written to. */
  readonly contact_sheet: string
  /** What the set shows and lacks, in one line; empty for a set too small to speak of. */
  readonly variety: string
  /** What looking was expected to cost, and what it did; absent where nobody was paid. */
  readonly evaluation_estimated_usd?: number | null
  readonly evaluation_cost_usd?: number
  readonly images: readonly {
    readonly filename: string
    readonly type: Style | null
    readonly confidence: number | null
    /** Whether the style is a guess that nobody should believe unseen. */
    readonly unsure: boolean
    readonly verdict: Verdict | null
    readonly quality_issues: readonly IssueKey[]
    readonly duplicate_of: string | null
    /** Problems that nobody looked for, or could tell: neither found nor ruled out. */
    readonly not_measured: readonly IssueKey[]
    /** What a vision model said in words, or why it said nothing. */
    readonly reason: string | null
  }[]
}

export interface TargetReport {
  /** What was done, as a phrase. */
  readonly name: string
  readonly actors: readonly { readonly actor_id: string; readonly target: PerStyle }[]
}

export interface Finding {
  readonly actor_id: string
  readonly kind: string
  readonly file: string
  readonly detail: string
}

export interface VerifyReport {
  readonly ok: boolean
  readonly findings: readonly Finding[]
  /** What is in order, but should be known: files that are left alone. */
  readonly notes: readonly { readonly actor_id: string; readonly detail: string }[]
}

interface VersionReport {
  readonly bytes: number
  readonly modified_at: string
}

export interface SyncReport {
  readonly dry_run: boolean
  readonly uploaded: readonly string[]
  readonly downloaded: readonly string[]
  readonly deleted: readonly string[]
  /** In the store only: fetched when that is asked for. */
  readonly offered: readonly string[]
  readonly conflicts: readonly {
    readonly file: string
    readonly why: string
    readonly here: VersionReport | null
    readonly there: VersionReport | null
    readonly newer: 'here' | 'there' | null
  }[]
  /** Folders that are empty or missing here: nothing of them was removed from the store. */
  readonly emptied: readonly string[]
  readonly deletions: { readonly count: number; readonly of: number; readonly ask: boolean }
  /** Sent and fetched. */
  readonly bytes: number
  readonly bytes_offered: number
  readonly failed: readonly { readonly file: string; readonly error: string }[]
}

export interface UndoReport {
  readonly run_id: string
  /** Files moved back from the trash. */
  readonly restored: number
  /** Generated files taken out again. */
  readonly removed: number
}

export interface TrashItem {
  readonly id: string
  readonly actor_id: string
  readonly filename: string
  readonly reason: string
  readonly run_id: string | null
  readonly deleted_at: string
  readonly bytes: number
}

export interface EmptiedReport {
  readonly files: number
  readonly bytes: number
  /** Copies deleted from the store's trash with them; `problem` says why some are left. */
  readonly store: { readonly files: number; readonly bytes: number; readonly problem: string | null }
}
