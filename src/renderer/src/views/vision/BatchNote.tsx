import { Moon } from 'lucide-react'
import { useView } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { isBatch, useVision } from '../../model/work/vision-store.ts'
import './quote-bar.css'

/** A note in the dock about batches that are not answered yet; the history has their buttons. */
export function BatchNote() {
  const waiting = useVision((state) =>
    state.list
      .filter((request) => isBatch(request) && request.endedAt === null)
      .reduce((sum, { images }) => sum + images, 0),
  )
  if (waiting === 0) return null
  return (
    <button type="button" className="batch-note" onClick={() => useView.setState({ dockOpen: true })}>
      <Moon size={13} aria-hidden /> {strings.vision.waiting(waiting)}
    </button>
  )
}
