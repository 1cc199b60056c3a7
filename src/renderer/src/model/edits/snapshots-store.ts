import { create } from 'zustand'
import type { SnapshotView } from '../../../../main/contract/views.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { setHistory } from '../library/library-store.ts'
import { closePanel, openPanel } from '../window/view-store.ts'
import { EDIT_TOAST } from './edit-toast.ts'
import { undo } from './history-steps.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { reload } from './reload.ts'

interface SnapshotsState {
  /** Newest first; null until fetched. */
  readonly all: readonly SnapshotView[] | null
  /** Id of the open snapshot. */
  readonly shownId: string | null
}

export const useSnapshots = create<SnapshotsState>()(() => ({ all: null, shownId: null }))

export async function loadSnapshots(): Promise<void> {
  const result = await outcome(api.snapshots.list())
  if (result.ok) useSnapshots.setState({ all: result.value })
  else notify('error', result.problem.message)
}

/** Returns false when the snapshot could not be made. */
export async function makeSnapshot(name: string): Promise<boolean> {
  const made = await attempt(() => api.snapshots.create(name === '' ? {} : { name }))
  if (!made.ok) return false
  notify('info', strings.snapshots.made(made.value.name))
  await loadSnapshots()
  return true
}

export function showSnapshot(snapshotId: string): void {
  useSnapshots.setState({ shownId: snapshotId })
  openPanel('snapshot')
}

export async function removeSnapshot({ snapshotId, name }: SnapshotView): Promise<void> {
  const done = await attempt(() => api.snapshots.remove({ snapshotId }))
  if (!done.ok) return
  closePanel()
  notify('info', strings.snapshots.removed(name))
  await loadSnapshots()
}

/** Restores these actors, or all of them when null. */
export async function restoreSnapshot(
  { snapshotId, name }: SnapshotView,
  actorIds: readonly string[] | null,
): Promise<void> {
  const request = actorIds === null ? { snapshotId } : { snapshotId, actorIds: [...actorIds] }
  const done = await inTurn(() => attempt(() => api.snapshots.restore(request)))
  if (!done.ok) return
  const { history, restored, missing } = done.value
  setHistory(history)
  closePanel()
  const back = { label: strings.undo, run: () => void undo() }
  notify('info', strings.snapshots.restored(restored.length, name), back, EDIT_TOAST)
  if (missing.length > 0) notify('warning', strings.snapshots.missing(missing.length))
  await Promise.all([reload(), loadSnapshots()])
}
