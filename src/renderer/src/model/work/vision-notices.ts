import type { VisionRequestView } from '../../../../main/contract/vision.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { isBatch, useVision } from './vision-store.ts'

/** Notifies the user when a batch was submitted and when it is complete, because it may take hours. */
export function noticeVisionRequest(request: VisionRequestView): void {
  if (!isBatch(request)) return
  const before = useVision.getState().list.find(({ visionRequestId }) => visionRequestId === request.visionRequestId)
  if (!before || before.state === request.state) return
  if (request.state === 'waiting') notify('info', strings.vision.handed(request.images))
  const said = strings.vision[request.kind === 'batch' ? 'arrived' : 'captionsArrived']
  if (request.state === 'done') notify('info', said(request.images, request.costUsd))
}
