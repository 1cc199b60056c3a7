import type { Carrier } from '../../runs/carrier.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { Procedures } from '../context/procedures.ts'

interface RunNeeds {
  readonly carrier: Carrier
  readonly runner: Runner
}

export const runProcedures: Procedures<'runs', RunNeeds> = {
  list: async ({ carrier }) => [...(await carrier.list())],
  start: ({ carrier }, request) => carrier.start(request),
  pause: ({ carrier }, { runId }) => carrier.pause(runId),
  cancel: ({ carrier }, { runId }) => carrier.cancel(runId),
  resume: ({ carrier }, { runId }) => carrier.resume(runId),
  retryFailed: ({ carrier }, { runId }) => carrier.resume(runId, true),
  undo: ({ runner }, { runId }) => runner.undo(runId),
}
