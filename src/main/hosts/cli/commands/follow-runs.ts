import type { RunView } from '../../../contract/views.ts'
import type { Carrier } from '../../../runs/carrier.ts'
import { createProgressLine } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

const isUnderWay = ({ state }: RunView): boolean => state === 'running' || state === 'cancelling'

/** Shows the progress of runs until all have ended or the command is interrupted. The runs continue in any case. */
export async function followRuns(carrier: Carrier, { stderr, signal }: Terminal): Promise<void> {
  const underWay = new Set<string>()
  const progress = createProgressLine(stderr)
  const over = Promise.withResolvers<void>()
  const look = (run: RunView) => {
    if (isUnderWay(run)) underWay.add(run.runId)
    else underWay.delete(run.runId)
    if (underWay.has(run.runId)) progress.show(run)
    if (underWay.size === 0) over.resolve()
  }
  for (const run of await carrier.list()) if (isUnderWay(run)) underWay.add(run.runId)
  if (underWay.size === 0 || signal.aborted) return
  const unwatch = carrier.watch(look)
  signal.addEventListener('abort', () => over.resolve(), { once: true })
  await over.promise
  unwatch()
  progress.clear()
}
