import { create } from 'zustand'
import type { HistoryEntryView } from '../../../../main/contract/views.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'

interface HistoryState {
  readonly open: boolean
  /** Newest first; null until fetched. */
  readonly entries: readonly HistoryEntryView[] | null
  /** True when there are older entries. */
  readonly more: boolean
  /** Number of the latest request; answers to earlier ones are dropped. */
  readonly latest: number
}

export const useHistory = create<HistoryState>()(() => ({
  open: false,
  entries: null,
  more: false,
  latest: 0,
}))

const PAGE = 100

function nextRequest(): number {
  useHistory.setState(({ latest }) => ({ latest: latest + 1 }))
  return useHistory.getState().latest
}

const isLatest = (request: number): boolean => request === useHistory.getState().latest

/** Fetches as many entries as are listed now, and at least one page. */
export async function loadHistory(): Promise<void> {
  const mine = nextRequest()
  const limit = Math.min(500, Math.max(PAGE, useHistory.getState().entries?.length ?? 0))
  const result = await outcome(api.history.list({ limit }))
  if (!isLatest(mine)) return
  if (result.ok) useHistory.setState(result.value)
  else notify('error', result.problem.message)
}

export async function loadOlder(): Promise<void> {
  const { entries } = useHistory.getState()
  const before = entries?.findLast(({ fleet }) => !fleet)?.id
  const mine = nextRequest()
  const result = await outcome(api.history.list({ before, limit: PAGE }))
  if (!isLatest(mine) || !result.ok) return
  useHistory.setState({ entries: [...(entries ?? []), ...result.value.entries], more: result.value.more })
}

export function toggleHistory(): void {
  useHistory.setState(({ open }) => ({ open: !open }))
  if (useHistory.getState().open) void loadHistory()
}

export const closeHistory = (): void => useHistory.setState({ open: false })

export const forgetHistory = (): void => useHistory.setState({ open: false, entries: null, more: false })
