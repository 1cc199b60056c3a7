import { Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useDrag } from '../model/images/selection-store.ts'
import { strings } from '../base/strings/index.ts'
import { useDropZone } from '../base/ui/use-drop-zone.ts'
import './drops.css'

function Zone() {
  const ref = useRef<HTMLDivElement>(null)
  const over = useDropZone(ref, () => ({ trash: true }))
  return (
    <div ref={ref} className="trash-drop" data-over={over || undefined} data-trash-drop>
      <Trash2 size={15} aria-hidden /> {strings.edits.dropTrash}
    </div>
  )
}

/** The trash as a drop target; appears in the dock while images are dragged. */
export function TrashDrop() {
  const dragging = useDrag((state) => state.images.length > 0)
  return dragging ? <Zone /> : null
}
