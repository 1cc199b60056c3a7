import { useRef } from 'react'
import { useDropZone } from '../../base/ui/use-drop-zone.ts'
import { type Lane, LANES } from '../../model/images/image.ts'
import { useDrag } from '../../model/images/selection-store.ts'
import { strings } from '../../base/strings/index.ts'

function Target({ lane }: { readonly lane: Lane }) {
  const ref = useRef<HTMLDivElement>(null)
  // Without an actor, each image goes to this lane of its own actor.
  const over = useDropZone(ref, () => ({ lane }))
  return (
    <div ref={ref} className="lane-dock-target" data-lane-dock={lane} data-style={lane} data-over={over || undefined}>
      {strings.lanes[lane]}
    </div>
  )
}

/** Lanes as drop targets while results are dragged, because results of many actors have no lanes on the page. */
export function LaneDock() {
  const dragging = useDrag((state) => state.images.length > 0)
  if (!dragging) return null
  return (
    <div className="lane-dock">
      {LANES.map((lane) => (
        <Target key={lane} lane={lane} />
      ))}
    </div>
  )
}
