import { z } from 'zod'
import { base } from './base.ts'
import { RunRequest } from './inputs.ts'
import { RunView } from './views.ts'

const OfRun = z.object({ runId: z.string() })

/** Runs of plans. */
export const runs = {
  list: base.output(z.array(RunView)),
  /** Runs the actors' plans. Throws STALE_PLAN, naming the actors, when files or labels changed since. */
  start: base.input(RunRequest).output(RunView),
  /** Pauses a run: requested images are finished, and no others are requested. */
  pause: base.input(OfRun).output(z.void()),
  cancel: base.input(OfRun).output(z.void()),
  resume: base.input(OfRun).output(RunView),
  retryFailed: base.input(OfRun).output(RunView),
  undo: base.input(OfRun).output(RunView),
}
