import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useEffectEvent, useState } from 'react'

interface Place {
  readonly actorId?: string | null
  readonly lane?: string
  readonly trash?: true
}

/** Makes an element a drop target for images; `useImageDrops` handles the drop. Returns true while images hover over it. */
export function useDropZone(ref: RefObject<HTMLElement | null>, place: () => Place): boolean {
  const [over, setOver] = useState(false)
  const placeNow = useEffectEvent(place)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === 'images',
      getData: () => ({ ...placeNow() }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [ref])
  return over
}
