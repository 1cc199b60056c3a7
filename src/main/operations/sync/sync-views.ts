import type { SyncView } from '../../contract/views.ts'
import type { Moved, SyncOutcome } from '../../storage/sync.ts'
import type { SyncReport } from '../../contract/reports.ts'
import type { SyncContext } from './sync-context.ts'
import { createKeyed } from './store-keys.ts'
import { conflictId } from './sync-library.ts'

/** Longest list; further items are only counted. */
const MOST_LISTED = 500

const amount = (moved: readonly Moved[]) => ({
  files: moved.length,
  bytes: moved.reduce((sum, { bytes }) => sum + bytes, 0),
})

/** Returns a sync's outcome as a window shows it. */
export function syncView(context: SyncContext, outcome: SyncOutcome): SyncView {
  const { dryRun, conflicts, deletions, failed } = outcome
  const keyed = createKeyed(context)
  const actorOf = (key: string) => keyed(key)?.actorId ?? ''
  const byActor = Map.groupBy(outcome.offered, ({ key }) => actorOf(key))
  return {
    dryRun,
    uploaded: amount(outcome.uploaded),
    downloaded: amount(outcome.downloaded),
    deleted: amount(outcome.deleted),
    offered: {
      ...amount(outcome.offered),
      actors: [...byActor].map(([actorId, moved]) => ({ actorId, ...amount(moved) })),
    },
    conflicts: conflicts.slice(0, MOST_LISTED).map((conflict) => ({
      conflictId: conflictId(conflict),
      actorId: actorOf(conflict.key),
      file: nameOf(conflict.key),
      why: conflict.why,
      here: conflict.here,
      there: conflict.there,
      newer: conflict.newer,
    })),
    conflictCount: conflicts.length,
    emptied: [...new Set(outcome.emptied.map((folder) => actorOf(`${folder}/manifest.json`) || folder))],
    deletions,
    failed: failed.slice(0, MOST_LISTED).map(({ file, error }) => ({ file: nameOf(file), error })),
    failedCount: failed.length,
  }
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

/** Returns a sync's outcome as the command line prints it. */
export function syncReport(outcome: SyncOutcome): SyncReport {
  const keys = (moved: readonly Moved[]) => moved.map(({ key }) => key)
  return {
    dry_run: outcome.dryRun,
    uploaded: keys(outcome.uploaded),
    downloaded: keys(outcome.downloaded),
    deleted: keys(outcome.deleted),
    offered: keys(outcome.offered),
    conflicts: outcome.conflicts.map(({ key, why, here, there, newer }) => ({
      file: key,
      why,
      here: here && { bytes: here.bytes, modified_at: here.modifiedAt },
      there: there && { bytes: there.bytes, modified_at: there.modifiedAt },
      newer,
    })),
    emptied: outcome.emptied,
    deletions: outcome.deletions,
    bytes: amount([...outcome.uploaded, ...outcome.downloaded]).bytes,
    bytes_offered: amount(outcome.offered).bytes,
    failed: outcome.failed,
  }
}
