import { create } from 'zustand'
import type { HistoryEntryView } from '../../../../main/contract/views.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'

interface HistoryState {
  readonly open: boolean
  /** Newest first; null until fetched. */
  readonly entries: readonly HistoryEntryView[] | null
  /** Whether there are older ones. */
  readonly more: boolean
}

export const useHistory = create<HistoryState>()(() => ({ open: false, entries: null, more: false }))

const PAGE = 100
let turn = 0

/** Fetches as many entries as are listed now, and at least a page. */
export async function loadHistory(): Promise<void> {
  const mine = ++turn
  const limit = Math.min(500, Math.max(PAGE, useHistory.getState().entries?.length ?? 0))
  const result = await outcome(api.history.list({ limit }))
  if (mine !== turn) return
  if (result.ok) useHistory.setState(result.value)
  else notify('error', result.problem.message)
}

export async function loadOlder(): Promise<void> {
  const { entries } = useHistory.getState()
  const before = entries?.at(-1)?.id
  const mine = ++turn
  const result = await outcome(api.history.list({ before, limit: PAGE }))
  if (mine !== turn || !result.ok) return
  useHistory.setState({ entries: [...(entries ?? []), ...result.value.entries], more: result.value.more })
}

export function toggleHistory(): void {
  useHistory.setState(({ open }) => ({ open: !open }))
  if (useHistory.getState().open) void loadHistory()
}

export const closeHistory = (): void => useHistory.setState({ open: false })

export const forgetHistory = (): void => useHistory.setState({ open: false, entries: null, more: false })
