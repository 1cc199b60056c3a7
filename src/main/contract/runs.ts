import { z } from 'zod'
import { base } from './base.ts'
import { RunRequest } from './inputs.ts'
import { RunView } from './views.ts'

const OfRun = z.object({ runId: z.string() })

/** Plans being carried out. */
export const runs = {
  list: base.output(z.array(RunView)),
  /** Carries out the actors' plans. Refused with STALE_PLAN, naming the actors, when files or labels changed since. */
  start: base.input(RunRequest).output(RunView),
  /** Images that were requested are finished, and no others are requested. */
  pause: base.input(OfRun).output(z.void()),
  cancel: base.input(OfRun).output(z.void()),
  resume: base.input(OfRun).output(RunView),
  retryFailed: base.input(OfRun).output(RunView),
  undo: base.input(OfRun).output(RunView),
}
