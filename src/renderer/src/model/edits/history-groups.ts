import type { HistoryEntryView } from '../../../../main/contract/views.ts'

/** Entries in a row that belong together, the newest first: the decisions of one culling, or one entry alone. */
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

/** Each once, in the order in which they come. */
export const actorsIn = (group: HistoryGroup): string[] => [...new Set(group.flatMap(({ actorIds }) => actorIds))]
