import { shown } from '../model/shown/shown.ts'
import { count } from '../base/strings/format.ts'

const STACK = 3

/** A small stack of what is being dragged with its number: drawn once by the browser, so plain elements will do. */
export function renderDragPreview(container: HTMLElement, imageIds: readonly string[]): void {
  const here = shown()
  const images = imageIds.slice(0, STACK).flatMap((imageId) => here?.imageOf(imageId) ?? [])
  const stack = document.createElement('div')
  stack.className = 'drag-preview'
  for (const image of images.toReversed()) {
    const picture = document.createElement('img')
    // The very URL of the tile: it is in the cache, and a drag image is taken at once.
    const tile = document.querySelector<HTMLImageElement>(`[data-image-id="${CSS.escape(image.imageId)}"] img`)
    picture.src = tile?.currentSrc ?? `${image.thumbUrl}&size=256`
    picture.alt = ''
    stack.append(picture)
  }
  if (imageIds.length > 1) {
    const badge = document.createElement('b')
    badge.textContent = count(imageIds.length)
    stack.append(badge)
  }
  container.append(stack)
}
