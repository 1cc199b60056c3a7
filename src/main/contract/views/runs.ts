import { z } from 'zod'
import { NEEDS } from '../../domain/reached.ts'
import { WayOutView } from './plans.ts'

const RunStateView = z.enum(['running', 'cancelling', 'interrupted', 'done', 'failed', 'undone'])

/** A run being carried out or in the history. `failed` runs finished with failed steps. */
export const RunView = z.object({
  runId: z.string(),
  state: RunStateView,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  actors: z.array(z.string()),
  generator: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  /** What is happening now, such as "Generating ellen_terry_32.jpg". */
  phase: z.string(),
  etaSeconds: z.number().nullable(),
  /** For images and the checks of new ones. */
  costUsd: z.number(),
  checksUsd: z.number(),
  /** Beside it, what may have been charged for images of which nobody knows whether the service took them; absent: nothing. */
  uncertainUsd: z.number().optional(),
  estimatedUsd: z.number(),
  /** How long it has worked: it stands still when the run has ended or is interrupted. */
  seconds: z.number(),
  /** What it came to; null until it has ended. */
  reached: z
    .object({
      balanced: z.number().int(),
      of: z.number().int(),
      needs: z.array(z.object({ need: z.enum(NEEDS), actors: z.number().int() })),
      text: z.string(),
      waysOut: z.array(WayOutView),
    })
    .nullable(),
  deleted: z.number().int(),
  generated: z.number().int(),
  failures: z.array(z.object({ actorId: z.string(), step: z.string(), error: z.string() })),
  undoable: z.boolean(),
  /** Carried out by a fleet, not by this machine. */
  fleet: z.literal(true).optional(),
})
export type RunView = z.infer<typeof RunView>

/** Something long that is not a run: assessing, planning, syncing, undoing. Always a full snapshot. */
export const TaskView = z.object({
  taskId: z.string(),
  kind: z.enum(['index', 'assess', 'batch', 'captions', 'export', 'plan', 'sync', 'training', 'undo', 'verify']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int(),
  phase: z.string(),
  etaSeconds: z.number().nullable(),
  /** Moved so far and in all, where bytes are moved. */
  bytes: z.object({ done: z.number(), total: z.number() }).nullable(),
  error: z.string().nullable(),
})
export type TaskView = z.infer<typeof TaskView>
