import { type RefObject, useEffect } from 'react'
import { dragSource } from './use-drag-source.ts'

/**
 * Makes the tiles of a grid draggable. Only the tile under the pointer is set up, because tiles mount and unmount by the hundred while a
 * grid scrolls.
 */
export function useTileDrags(grid: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = grid.current
    if (!element) return undefined
    let ready: { readonly tile: HTMLElement; readonly end: () => void } | null = null
    const over = (event: PointerEvent) => {
      const tile = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-image-id]') : null
      if (tile === null || tile === ready?.tile || event.buttons !== 0) return
      ready?.end()
      ready = { tile, end: dragSource(tile, () => [tile.dataset['imageId'] ?? '']) }
    }
    element.addEventListener('pointerover', over)
    return () => {
      element.removeEventListener('pointerover', over)
      ready?.end()
    }
  }, [grid])
}
