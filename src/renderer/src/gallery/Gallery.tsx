import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ActorView, PlanView } from '../../../main/contract/views.ts'
import { STYLES } from '../../../main/domain/style.ts'
import { useView } from '../app/view-store.ts'
import { strings } from '../strings.ts'
import { onGridKey } from './grid-keys.ts'
import { useImages } from './images-store.ts'
import { Lane } from './Lane.tsx'
import { type Image, type LaneModel, laneModels, LANES } from './lanes.ts'
import type { LaneBox } from './layout.ts'
import { withOverlay } from './overlay.ts'
import { dropInto } from './selection-actions.ts'
import { dispatchSelection, useDrag } from './selection-store.ts'
import { createLayouter } from './layouter.ts'
import { useRoom } from './use-room.ts'
import './gallery.css'
import './tile.css'

interface GalleryProps {
  readonly actor: ActorView
  readonly images: readonly Image[]
  readonly plan: PlanView | null
}

function useDrops(): void {
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data['kind'] === 'images',
        onDrop: ({ location }) => {
          const { imageIds } = useDrag.getState()
          useDrag.setState({ imageIds: [] })
          const name = location.current.dropTargets[0]?.data['lane']
          const lane = LANES.find((each) => each === name)
          if (lane) dropInto(imageIds, lane)
        },
      }),
    [],
  )
}

/** One lane per style, then what is unsorted and rejected; with a plan, what it would do is drawn in place. */
export function Gallery({ actor, images, plan }: GalleryProps) {
  const ref = useRef<HTMLDivElement>(null)
  const overlay = useImages((state) => state.overlay)
  const tileSize = useView((state) => state.tileSize)
  const shown = useMemo(() => withOverlay(images, overlay), [images, overlay])
  const { target } = actor
  const models = useMemo(() => laneModels(shown, target, plan), [shown, target, plan])
  const room = useRoom(ref)
  const [layOut] = useState(createLayouter)
  const layout = layOut(models, room, tileSize, actor.actorId)
  useDrops()
  useEffect(() => {
    dispatchSelection({ type: 'retain', present: new Set(images.map((image) => image.imageId)) })
  }, [images])
  const lane = (model: LaneModel, box: LaneBox | undefined, side: number) =>
    box && (
      <Lane
        key={`${actor.actorId} ${model.lane}`}
        model={model}
        box={box}
        side={side}
        assessed={actor.unassessed === 0}
      />
    )
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-static-element-interactions -- keys bubble up from the focused cell
    <div
      ref={ref}
      className="gallery"
      role="group"
      aria-label={strings.gallery.label(actor.actorId)}
      onKeyDown={(event) => onGridKey(event, models, layout)}
    >
      {layout && (
        <>
          {models.slice(0, STYLES.length).map((model, index) => lane(model, layout.lanes[index], layout.tile))}
          <div className="side-lanes">
            {models
              .slice(STYLES.length)
              .map((model, index) => lane(model, layout.lanes[STYLES.length + index], layout.tile))}
          </div>
        </>
      )}
    </div>
  )
}
