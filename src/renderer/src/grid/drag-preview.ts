import { shown } from '../model/shown/shown.ts'
import { count } from '../base/strings/format.ts'

const STACK = 3

/** Renders the drag image: a small stack of thumbnails with their number. The browser draws it once, so plain elements are enough. */
export function renderDragPreview(container: HTMLElement, imageIds: readonly string[]): void {
  const here = shown()
  const images = imageIds.slice(0, STACK).flatMap((imageId) => here?.imageOf(imageId) ?? [])
  const stack = document.createElement('div')
  stack.className = 'drag-preview'
  for (const image of images.toReversed()) {
    const picture = document.createElement('img')
    // Same URL as the tile's: the image is cached, and the browser captures the drag image at once.
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
