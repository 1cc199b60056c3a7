import { useEffect, useMemo, useRef, useState } from 'react'
import type { ActorView, PlanView } from '../../../../main/contract/views.ts'
import { STYLES } from '../../../../main/domain/style.ts'
import { useView } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { useCurrentArrangement } from '../../model/images/arrange.ts'
import { useArrangement } from '../../model/images/arrangement-store.ts'
import { onGridKey } from '../../grid/grid-keys.ts'
import { useImages } from '../../model/images/images-store.ts'
import { Lane } from './Lane.tsx'
import type { Image } from '../../model/images/image.ts'
import { focusable, type LaneModel, laneModels } from '../../model/images/lanes.ts'
import { DENSE_GAP, GAP, type LaneBox } from '../../grid/layout.ts'
import { withOverlay } from '../../model/images/overlay.ts'
import { dispatchSelection, useSelection } from '../../model/images/selection-store.ts'
import { createLayouter } from '../../grid/layouter.ts'
import { useFocusStays } from '../../grid/use-focus-stays.ts'
import { useRoom } from '../../grid/use-room.ts'
import '../../grid/grid.css'
import '../../grid/tile.css'

export interface GalleryProps {
  readonly actor: ActorView
  readonly images: readonly Image[]
  readonly plan: PlanView | null
}

/** One lane per style, then unsorted and rejected images; with a plan, its steps are drawn in place. */
export function Gallery({ actor, images, plan }: GalleryProps) {
  const ref = useRef<HTMLDivElement>(null)
  const overlay = useImages((state) => state.overlay)
  const tileSize = useView((state) => state.tileSize)
  const shown = useMemo(() => withOverlay(images, overlay), [images, overlay])
  const { target } = actor
  const arrangement = useCurrentArrangement()
  const models = useMemo(() => laneModels(shown, target, plan, arrangement), [shown, target, plan, arrangement])
  const dense = useArrangement((state) => state.density === 'compact')
  const free = useRoom(ref)
  const room = useMemo(() => free && { ...free, gap: dense ? DENSE_GAP : GAP }, [free, dense])
  const [layOut] = useState(createLayouter)
  const layout = layOut(models, room, tileSize, actor.actorId)
  useFocusStays(ref, () => models.flatMap(focusable))
  const { matches } = arrangement
  useEffect(() => {
    if (useSelection.getState().selected.size === 0) return
    // Actions do not apply to images that the filter hides.
    const present = matches ? shown.filter(matches) : shown
    dispatchSelection({ type: 'retain', present: new Set(present.map((image) => image.imageId)) })
  }, [shown, matches])
  const lane = (model: LaneModel, box: LaneBox | undefined, side: number, gap: number) =>
    box && (
      <Lane
        key={`${actor.actorId} ${model.lane}`}
        model={model}
        box={box}
        side={side}
        gap={gap}
        assessed={actor.unassessed === 0}
      />
    )
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-static-element-interactions -- keys bubble up from the focused cell
    <div
      ref={ref}
      className="gallery"
      data-density={dense ? 'compact' : undefined}
      role="group"
      aria-label={strings.gallery.label(actor.actorId)}
      onKeyDown={(event) => onGridKey(event, models, layout)}
    >
      {layout && (
        <>
          {models
            .slice(0, STYLES.length)
            .map((model, index) => lane(model, layout.lanes[index], layout.tile, layout.gap))}
          <div className="side-lanes">
            {models
              .slice(STYLES.length)
              .map((model, index) => lane(model, layout.lanes[STYLES.length + index], layout.tile, layout.gap))}
          </div>
        </>
      )}
    </div>
  )
}
