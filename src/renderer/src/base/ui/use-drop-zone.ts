import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useState } from 'react'

/** Lets images be dropped on an element; `useImageDrops` does what the data says. Answers whether they hover over it now. */
export function useDropZone(
  ref: RefObject<HTMLElement | null>,
  name: 'actorId' | 'trash' | 'lane',
  value: string | true,
): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === 'images',
      getData: () => ({ [name]: value }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [ref, name, value])
  return over
}
