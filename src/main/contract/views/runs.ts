import { z } from 'zod'
import { NEEDS } from '../../domain/reached.ts'
import { WayOutView } from './plans.ts'

const RunStateView = z.enum(['running', 'cancelling', 'interrupted', 'done', 'failed', 'undone'])

/** A current or past run. `failed` means that it finished with failed steps. */
export const RunView = z.object({
  runId: z.string(),
  state: RunStateView,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  actors: z.array(z.string()),
  generator: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  /** Current step, such as "Generating ellen_terry_32.jpg". */
  phase: z.string(),
  etaSeconds: z.number().nullable(),
  /** Cost of the images; the next is that of their checks. */
  costUsd: z.number(),
  checksUsd: z.number(),
  /** Possible further charges for images for which it is unknown whether the service accepted them; absent when there are none. */
  uncertainUsd: z.number().optional(),
  estimatedUsd: z.number(),
  /** Working time, which stops when the run has ended or is interrupted. */
  seconds: z.number(),
  /** Result; null until the run has ended. */
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
  /** Set when a fleet runs it, not this machine. */
  fleet: z.literal(true).optional(),
})
export type RunView = z.infer<typeof RunView>

/** A long operation that is not a run: assessing, planning, syncing, undoing. Always a full snapshot. */
export const TaskView = z.object({
  taskId: z.string(),
  kind: z.enum(['index', 'assess', 'batch', 'captions', 'export', 'plan', 'sync', 'training', 'undo', 'verify']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int(),
  phase: z.string(),
  etaSeconds: z.number().nullable(),
  /** Transferred and total bytes, when bytes are transferred. */
  bytes: z.object({ done: z.number(), total: z.number() }).nullable(),
  error: z.string().nullable(),
})
export type TaskView = z.infer<typeof TaskView>
