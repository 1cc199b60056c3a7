import type { VisionRequestView } from '../../../../main/contract/vision.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { useLooks } from './looks-store.ts'

/** Says when a batch was handed in and when it is there: somebody may have stopped waiting for it. */
export function noticeLook(look: VisionRequestView): void {
  if (look.kind !== 'batch') return
  const before = useLooks.getState().list.find(({ visionRequestId }) => visionRequestId === look.visionRequestId)
  if (!before || before.state === look.state) return
  if (look.state === 'waiting') notify('info', strings.looks.handed(look.images))
  if (look.state === 'done') notify('info', strings.looks.arrived(look.images, look.costUsd))
}
