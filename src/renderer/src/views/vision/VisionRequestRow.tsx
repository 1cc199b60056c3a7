import type { VisionRequestView } from '../../../../main/contract/vision.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { isBatch } from '../../model/work/vision-store.ts'
import { when } from '../../base/strings/format.ts'

/** A vision request in the list of runs. */
export function VisionRequestRow({ request }: { readonly request: VisionRequestView }) {
  const { vision } = strings
  const [only, ...more] = request.actors
  return (
    <li className="run-row" data-vision-request-id={request.visionRequestId} data-state={request.state}>
      <div className="run-line vision-run-line">
        {/* A run's checks are one request, which knows the actor it began with only. */}
        <b className="ellipsis" title={request.kind === 'check' ? undefined : request.actors.join(', ')}>
          {request.kind === 'check'
            ? vision.newImages
            : only !== undefined && more.length === 0
              ? only
              : strings.balanceAll.actors(request.actors.length)}
        </b>
        <span className="run-state" data-state={request.state === 'stopped' ? 'interrupted' : request.state}>
          {vision.kinds[request.kind]} ·{' '}
          {request.kind === 'captions' && request.state === 'running' ? vision.writing : vision.states[request.state]}
        </span>
        <span className="num soft ellipsis">{vision.row(request.images, request.model)}</span>
        <span className="num soft">{vision.cost(request.costUsd, request.estimatedUsd, request.unpriced)}</span>
        <span className="num soft">{when(request.startedAt)}</span>
        <span className="run-actions">
          {(request.state === 'waiting' || request.state === 'sending') && isBatch(request) && (
            <>
              <Button size="s" onClick={() => void attempt(() => api.vision.pickUp())}>
                {vision.pickUp}
              </Button>
              <Button
                size="s"
                variant="quiet"
                onClick={() => void attempt(() => api.vision.cancel({ visionRequestId: request.visionRequestId }))}
              >
                {vision.cancelBatch}
              </Button>
            </>
          )}
        </span>
      </div>
      {request.note !== null && <p className="run-failures selectable">{request.note}</p>}
    </li>
  )
}
