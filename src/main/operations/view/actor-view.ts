import type { ActorRow, ActorSummary } from '../../catalog/actors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { FleetActorView } from '../../contract/fleet.ts'
import type { ActorView } from '../../contract/views.ts'
import { isBalanced, leftInWords, leftOf } from '../../domain/left.ts'
import { proposeTarget } from '../../domain/propose-target.ts'
import { gapOf } from '../../domain/set-counts.ts'
import { skippedSentence } from '../../domain/skipped.ts'
import { sum } from '../../domain/style.ts'
import { isUnderWay } from '../context/joined-fleet.ts'
import type { TargetInForce } from '../plan/target-of.ts'
import { baseVersion } from '../index/media-files.ts'

const NOTHING: ActorSummary = {
  images: 0,
  counts: { photorealistic: 0, bw_stylized: 0, color_stylized: 0, unclassified: 0 },
  unsure: { photorealistic: 0, bw_stylized: 0, color_stylized: 0 },
  rejected: 0,
  unreadable: 0,
  unassessed: 0,
  flagged: {},
  toReview: 0,
  fromOne: 0,
  kept: 0,
  unanswered: 0,
}

/** Returns the time in a stamp (`size:mtimeNs`). */
function timeOf(stamp: string | null): string | null {
  const ms = Math.floor(Number(stamp?.split(':')[1]) / 1e6)
  return ms > 0 ? new Date(ms).toISOString() : null
}

export function actorView(
  row: ActorRow,
  {
    running,
    target,
    policy,
    failure,
    toCome,
    fleet,
  }: {
    readonly running: boolean
    readonly target: TargetInForce
    readonly policy: Settings['policy']
    /** The error of the last run on this actor, if it failed. */
    readonly failure: string | null
    /** Number of its images that only the store has. */
    readonly toCome?: number | undefined
    /** Its newest run by a fleet. */
    readonly fleet?: FleetActorView | undefined
  },
): ActorView {
  const summary = row.summary ?? NOTHING
  const problem = row.problem ?? failure ?? (fleet?.state === 'failed' ? fleet.note : null)
  const base = row.baseFile !== null ? `/base/${encodeURIComponent(row.actorId)}?v=${baseVersion(row)}` : null
  const left = leftOf(summary, target.counts)
  const state = (): ActorView['state'] => {
    if (running || fleet?.state === 'approved' || fleet?.state === 'publishing') return 'running'
    if (problem) return 'failed'
    if (row.summary === null || summary.unassessed > 0) return 'unassessed'
    return isBalanced(summary, target.counts, policy) ? 'balanced' : 'unbalanced'
  }
  return {
    actorId: row.actorId,
    baseThumbUrl: base && `${base}&size=256`,
    baseUrl: base,
    state: state(),
    images: summary.images,
    ...(toCome !== undefined && { toCome }),
    ...(isUnderWay(fleet) && { fleet: { state: fleet.state, note: fleet.note, worker: fleet.worker } }),
    counts: summary.counts,
    unsure: summary.unsure,
    target: target.counts,
    targetFrom: target.from,
    targetPreset: target.preset,
    targetProblem: target.problem,
    proposal: target.from === 'actor' || row.summary === null ? null : proposeTarget(summary, row.basePhotograph),
    rejected: summary.rejected,
    unreadable: summary.unreadable,
    unassessed: summary.unassessed,
    doubtful: sum(summary.unsure),
    unanswered: summary.unanswered,
    ...gapOf(summary, target.counts),
    left: [...left],
    leftText: leftInWords(left),
    kept: summary.kept,
    problem,
    skipped: row.skipped.map((one) => ({ reason: one.reason, count: one.count, sentence: skippedSentence(one) })),
    changedAt: timeOf(row.manifestStamp),
  }
}
