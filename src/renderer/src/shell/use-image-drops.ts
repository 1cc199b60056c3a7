import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect } from 'react'
import { shown } from '../model/shown/shown.ts'
import { showPage } from '../model/window/view-store.ts'
import { showActor } from '../model/shown/show-actor.ts'
import { LANES } from '../model/images/image.ts'
import { dropInto, moveSelection, moveSelectionToActor, trashSelection } from '../model/edits/selection-actions.ts'
import { NO_DRAG, useDrag } from '../model/images/selection-store.ts'

/** How long images hover over an actor before its lanes open as drop targets. */
const SPRING_MS = 700

/** A drop target of images: a lane of the actor that was open when the drag began, an actor in the sidebar, or the trash. */
type Target =
  | { readonly kind: 'lane'; readonly lane: (typeof LANES)[number]; readonly actorId: string }
  /** This lane of each image's own actor. */
  | { readonly kind: 'own-lane'; readonly lane: (typeof LANES)[number] }
  | { readonly kind: 'actor'; readonly actorId: string }
  | { readonly kind: 'trash' }

function targetOf(data: Readonly<Record<string | symbol, unknown>> | undefined): Target | null {
  if (data?.['trash'] === true) return { kind: 'trash' }
  const { lane: name, actorId } = { lane: data?.['lane'], actorId: data?.['actorId'] }
  const lane = LANES.find((each) => each === name)
  if (typeof actorId !== 'string') return lane ? { kind: 'own-lane', lane } : null
  return lane ? { kind: 'lane', lane, actorId } : { kind: 'actor', actorId }
}

/** Handles drops of images anywhere in the window, from whichever page they were dragged. */
export function useImageDrops(): void {
  useEffect(() => {
    let spring: ReturnType<typeof setTimeout> | undefined
    let over: string | null = null
    const rest = (actorId: string | null) => {
      if (actorId === over) return
      over = actorId
      clearTimeout(spring)
      if (actorId === null) return
      spring = setTimeout(() => {
        showPage('gallery')
        showActor(actorId)
      }, SPRING_MS)
    }
    const stop = monitorForElements({
      canMonitor: ({ source }) => source.data['kind'] === 'images',
      onDragStart() {
        const here = shown()
        useDrag.setState(({ imageIds }) => ({ images: imageIds.flatMap((imageId) => here?.imageOf(imageId) ?? []) }))
      },
      onDropTargetChange({ location }) {
        const target = targetOf(location.current.dropTargets[0]?.data)
        rest(target?.kind === 'actor' ? target.actorId : null)
      },
      onDrop({ location }) {
        rest(null)
        const { imageIds, images } = useDrag.getState()
        useDrag.setState(NO_DRAG)
        const target = targetOf(location.current.dropTargets[0]?.data)
        if (target?.kind === 'lane') dropInto(images, target.actorId, target.lane)
        if (target?.kind === 'own-lane') moveSelection(target.lane, imageIds)
        if (target?.kind === 'actor') {
          const others = images.filter((image) => image.actorId !== target.actorId)
          moveSelectionToActor(
            target.actorId,
            others.map((image) => image.imageId),
          )
        }
        if (target?.kind === 'trash') trashSelection(imageIds)
      },
    })
    return () => {
      rest(null)
      stop()
    }
  }, [])
}
