import type { RunView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { cancelRun, pauseRun } from '../../model/work/run-actions.ts'

/** Two ways to stop a run: after the requested images have arrived, or at once. */
export function StopRun({ run: { runId, fleet } }: { readonly run: RunView }) {
  const { runs } = strings
  return (
    <>
      <Button
        size="s"
        variant="quiet"
        title={fleet ? runs.pauseFleetHint : runs.pauseHint}
        onClick={() => void pauseRun(runId)}
      >
        {runs.pause}
      </Button>
      <Button size="s" variant="quiet" onClick={() => void cancelRun(runId)}>
        {runs.cancel}
      </Button>
    </>
  )
}
