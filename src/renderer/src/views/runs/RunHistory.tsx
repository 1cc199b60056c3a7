import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { VisionRequestView } from '../../../../main/contract/vision.ts'
import type { RunView } from '../../../../main/contract/views.ts'
import { WaysOut } from '../plan/WaysOut.tsx'
import { VisionRequestRow } from '../vision/VisionRequestRow.tsx'
import { useVision } from '../../model/work/vision-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Progress } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { duration, money, when } from '../../base/strings/format.ts'
import { resumeRun, retryFailed, undoRun } from '../../model/work/run-actions.ts'
import { isActive, isOpen, useRuns } from '../../model/work/runs-store.ts'
import { StopRun } from './StopRun.tsx'

const named = (run: RunView): string => {
  const [only, ...more] = run.actors
  const name = only !== undefined && more.length === 0 ? only : strings.balanceAll.actors(run.actors.length)
  return run.fleet ? strings.runs.byFleet(name) : name
}

/** Returns the run's duration once it has ended. */
const spent = (run: RunView): string => (isActive(run) ? '' : duration(run.seconds))

function RunRow({ run }: { readonly run: RunView }) {
  const { runs } = strings
  return (
    <li className="run-row" data-run-id={run.runId} data-state={run.state}>
      <div className="run-line">
        <b className="ellipsis" title={run.actors.join(', ')}>
          {named(run)}
        </b>
        <span className="run-state" data-state={run.state} data-open={isOpen(run) || undefined}>
          {isOpen(run) && run.state === 'done' ? runs.finished : runs.states[run.state]}
        </span>
        <span className="num soft">{runs.result(run.deleted, run.generated)}</span>
        <span className="num soft" title={run.uncertainUsd === undefined ? undefined : runs.upToHint}>
          {money(run.costUsd)}
          {run.uncertainUsd !== undefined && ` ${runs.upTo(run.uncertainUsd)}`}
        </span>
        <span className="num soft">{[when(run.startedAt), spent(run)].filter(Boolean).join(' · ')}</span>
        <span className="run-actions">
          {run.state === 'running' && <StopRun run={run} />}
          {run.state === 'interrupted' && (
            <Button size="s" onClick={() => void resumeRun(run.runId)}>
              {runs.resume}
            </Button>
          )}
          {run.failures.length > 0 && !isActive(run) && !run.fleet && (
            <Button size="s" onClick={() => void retryFailed(run.runId)}>
              {runs.retryFailed}
            </Button>
          )}
          {run.undoable && !isActive(run) && (
            <Button size="s" variant="quiet" onClick={() => void undoRun(run.runId)}>
              {runs.undo}
            </Button>
          )}
        </span>
      </div>
      {isActive(run) && (
        <div className="run-now">
          <Progress done={run.done} total={run.total} label={named(run)} />
          <span className="num soft">{run.phase}</span>
        </div>
      )}
      {run.reached && run.state !== 'undone' && (
        <div className="run-reached" data-open={isOpen(run) || undefined}>
          <p>
            {isOpen(run) ? <TriangleAlert size={14} aria-hidden /> : <CircleCheck size={14} aria-hidden />}
            {run.reached.text}
          </p>
          <WaysOut waysOut={run.reached.waysOut} actorIds={run.actors} />
        </div>
      )}
      {run.failures.length > 0 && (
        <ul className="run-failures selectable">
          {run.failures.map((failure) => (
            <li key={`${failure.actorId} ${failure.step}`}>
              <CircleAlert size={13} aria-hidden /> <b>{failure.actorId}</b> {failure.error}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** Runs and paid vision requests, the latest first. */
const entries = (
  runs: readonly RunView[],
  vision: readonly VisionRequestView[],
): readonly (RunView | VisionRequestView)[] =>
  [...runs, ...vision].toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))

export function RunHistory() {
  const list = useRuns((state) => state.runs)
  const requests = useVision((state) => state.list)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <section className="run-history" aria-label={strings.runs.history} tabIndex={0}>
      <h2>{strings.runs.history}</h2>
      {list.length + requests.length === 0 ? (
        <p className="soft">{strings.runs.none}</p>
      ) : (
        <ul>
          {entries(list, requests).map((entry) =>
            'runId' in entry ? (
              <RunRow key={entry.runId} run={entry} />
            ) : (
              <VisionRequestRow key={`vision ${entry.visionRequestId}`} request={entry} />
            ),
          )}
        </ul>
      )}
    </section>
  )
}
