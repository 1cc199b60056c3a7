import type { RunReached } from '../domain/reached.ts'
import type { PerStyle, Style } from '../domain/style.ts'
import type { Verdict } from '../domain/assessment.ts'
import type { IssueKey } from '../domain/issue-kinds.ts'
import type { Skipped } from '../domain/skipped.ts'

/** Output of the commands with `--json`: a public contract (DESIGN: command line). Keys are snake_case as in the files on disk. */

export interface StatusReport {
  readonly library: string
  readonly target: PerStyle
  readonly actors: readonly {
    readonly actor_id: string
    /** Good images of a sure style; `unsure` has those whose style is a guess. */
    readonly counts: PerStyle & { readonly unclassified: number }
    readonly unsure: PerStyle
    readonly target: PerStyle
    readonly target_from: 'library' | 'actor'
    /** Why a full set is not balanced: "2 blurred, 3 from one photograph". */
    readonly left: string
    readonly kept: number
    readonly proposal: { readonly preset: string; readonly why: string } | null
    readonly unassessed: number
    readonly unreadable: number
    readonly balanced: boolean
    readonly problem: string | null
    /** Files in its folder that are skipped. */
    readonly skipped: readonly Skipped[]
    /** Files that may be intact but were not measured, with the reason. */
    readonly not_measured: readonly { readonly filename: string; readonly why: string }[]
  }[]
}

export type { PlanSummary } from '../domain/plan-summary.ts'

export interface ExecuteReport {
  readonly run_id: string | null
  readonly dry_run: boolean
  /** Cost of the images; the next is that of their checks. */
  readonly cost_usd: number
  readonly checks_usd: number
  /** Possible further charges for images for which it is unknown whether the service accepted them; absent when there are none. */
  readonly uncertain_usd?: number
  readonly seconds: number
  /** Result of the run; absent when nothing ran. */
  readonly reached?: RunReached
  /** Why the run stopped before its last step; absent when it did not. */
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
  /** File of the contact sheet. */
  readonly contact_sheet: string
  /** Description of the set's variety in one line; empty when the set is too small. */
  readonly variety: string
  /** Estimated and actual cost of the assessment; absent when nothing was paid. */
  readonly evaluation_estimated_usd?: number | null
  readonly evaluation_cost_usd?: number
  readonly images: readonly {
    readonly filename: string
    readonly type: Style | null
    readonly confidence: number | null
    /** True when the style is a guess that needs a review. */
    readonly unsure: boolean
    readonly verdict: Verdict | null
    readonly quality_issues: readonly IssueKey[]
    readonly duplicate_of: string | null
    /** Issues that were neither found nor ruled out. */
    readonly not_measured: readonly IssueKey[]
    /** The vision model's explanation, or why it gave none. */
    readonly reason: string | null
  }[]
}

export interface TargetReport {
  /** Phrase that describes the edit. */
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
  /** Facts that are not findings: files that are skipped on purpose. */
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
  /** Files that only the store has; downloaded on request. */
  readonly offered: readonly string[]
  readonly conflicts: readonly {
    readonly file: string
    readonly why: string
    readonly here: VersionReport | null
    readonly there: VersionReport | null
    readonly newer: 'here' | 'there' | null
  }[]
  /** Folders that are empty or missing here: none of their files were removed from the store. */
  readonly emptied: readonly string[]
  readonly deletions: { readonly count: number; readonly of: number; readonly ask: boolean }
  /** Bytes sent and received. */
  readonly bytes: number
  readonly bytes_offered: number
  readonly failed: readonly { readonly file: string; readonly error: string }[]
}

export interface UndoReport {
  readonly run_id: string
  /** Files moved back from the trash. */
  readonly restored: number
  /** Generated files that were removed. */
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
  /** Copies deleted from the store's trash too; `problem` says why some are left. */
  readonly store: { readonly files: number; readonly bytes: number; readonly problem: string | null }
}
