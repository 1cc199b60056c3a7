import type { HistoryEntryView } from '../../../../main/contract/views.ts'

/** Consecutive entries that belong together, the newest first: the decisions of one review, or a single entry. */
export type HistoryGroup = readonly [HistoryEntryView, ...HistoryEntryView[]]

export function grouped(entries: readonly HistoryEntryView[]): readonly HistoryGroup[] {
  const groups: [HistoryEntryView, ...HistoryEntryView[]][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last && entry.cullingId !== null && last[0].cullingId === entry.cullingId) last.push(entry)
    else groups.push([entry])
  }
  return groups
}

/** Returns each actor once, in order of appearance. */
export const actorsIn = (group: HistoryGroup): string[] => [...new Set(group.flatMap(({ actorIds }) => actorIds))]
