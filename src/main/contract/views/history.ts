import { z } from 'zod'

/** An edit or a run at its place in the one order of both. */
export const HistoryEntryView = z.object({
  /** Later entries have higher numbers. */
  id: z.string(),
  kind: z.enum(['label', 'move', 'trash', 'add', 'target', 'caption', 'crop', 'restore', 'run']),
  name: z.string(),
  at: z.string(),
  /** The first of its actors. */
  actorIds: z.array(z.string()),
  undone: z.boolean(),
  /** Entries in a row with the same one are one culling; null: it stands for itself. */
  cullingId: z.string().nullable(),
  /** A run that is being carried out: it has to be cancelled before it can be taken back. */
  running: z.boolean(),
  /** A fleet did it: it is shown at its time, and is no point to go to. */
  fleet: z.literal(true).optional(),
})
export type HistoryEntryView = z.infer<typeof HistoryEntryView>

/** What undo and redo would do next; null when there is nothing. */
export const HistoryView = z.object({ undo: HistoryEntryView.nullable(), redo: HistoryEntryView.nullable() })
export type HistoryView = z.infer<typeof HistoryView>

/** How far going to a point of the history came. */
export const HistoryStep = z.object({
  history: HistoryView,
  undone: z.number().int(),
  redone: z.number().int(),
  /** Why it stopped before that point; null: it is reached. */
  stopped: z.string().nullable(),
})
export type HistoryStep = z.infer<typeof HistoryStep>
