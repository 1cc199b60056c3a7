import { z } from 'zod'

/** An edit or a run in their common order. */
export const HistoryEntryView = z.object({
  /** Later entries have higher numbers. */
  id: z.string(),
  kind: z.enum(['label', 'move', 'trash', 'add', 'target', 'caption', 'crop', 'restore', 'run']),
  name: z.string(),
  at: z.string(),
  /** The first of its actors. */
  actorIds: z.array(z.string()),
  undone: z.boolean(),
  /** Consecutive entries with the same id are one culling; null for a separate entry. */
  cullingId: z.string().nullable(),
  /** True for a run in progress, which must be cancelled before it can be undone. */
  running: z.boolean(),
  /** Set when a fleet did it: the entry is shown at its time, but the history cannot go to it. */
  fleet: z.literal(true).optional(),
})
export type HistoryEntryView = z.infer<typeof HistoryEntryView>

/** Next entries to undo and redo; null when there are none. */
export const HistoryView = z.object({ undo: HistoryEntryView.nullable(), redo: HistoryEntryView.nullable() })
export type HistoryView = z.infer<typeof HistoryView>

/** Result of going to a point of the history. */
export const HistoryStep = z.object({
  history: HistoryView,
  undone: z.number().int(),
  redone: z.number().int(),
  /** Why it stopped before that point; null when it was reached. */
  stopped: z.string().nullable(),
})
export type HistoryStep = z.infer<typeof HistoryStep>
