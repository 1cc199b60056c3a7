import type { VisionRequestView } from '../../../../main/contract/vision.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { when } from '../../base/strings/format.ts'

/** One time the vision model was asked, among the runs. */
export function LookRow({ look }: { readonly look: VisionRequestView }) {
  const { looks } = strings
  const [only, ...more] = look.actors
  return (
    <li className="run-row" data-vision-request-id={look.visionRequestId} data-state={look.state}>
      <div className="run-line look-run-line">
        {/* A run's checks are one look, which knows the actor it began with only. */}
        <b className="ellipsis" title={look.kind === 'check' ? undefined : look.actors.join(', ')}>
          {look.kind === 'check'
            ? looks.newImages
            : only !== undefined && more.length === 0
              ? only
              : strings.balanceAll.actors(look.actors.length)}
        </b>
        <span className="run-state" data-state={look.state === 'stopped' ? 'interrupted' : look.state}>
          {looks.kinds[look.kind]} ·{' '}
          {look.kind === 'captions' && look.state === 'running' ? looks.writing : looks.states[look.state]}
        </span>
        <span className="num soft ellipsis">{looks.row(look.images, look.model)}</span>
        <span className="num soft">{looks.cost(look.costUsd, look.estimatedUsd, look.unpriced)}</span>
        <span className="num soft">{when(look.startedAt)}</span>
        <span className="run-actions">
          {(look.state === 'waiting' || look.state === 'sending') && look.kind === 'batch' && (
            <>
              <Button size="s" onClick={() => void attempt(() => api.vision.pickUp())}>
                {looks.pickUp}
              </Button>
              <Button
                size="s"
                look="quiet"
                onClick={() => void attempt(() => api.vision.cancel({ visionRequestId: look.visionRequestId }))}
              >
                {looks.cancelBatch}
              </Button>
            </>
          )}
        </span>
      </div>
      {look.note !== null && <p className="run-failures selectable">{look.note}</p>}
    </li>
  )
}
