import { useLightbox } from '../window/lightbox-store.ts'
import { type Cover, useCovers } from './cover-store.ts'
import { useLibrary } from '../library/library-store.ts'
import { type Page, useView } from '../window/view-store.ts'

/** What is in front and receives keys; an open panel receives them all. */
export type Surface = 'start' | Page | 'lightbox' | Cover

/** Returns the surface below any open panel. */
export function surface(): Surface {
  if (useLibrary.getState().library === null) return 'start'
  const cover = useCovers.getState().stack.at(-1)
  if (cover !== undefined) return cover
  return useLightbox.getState().imageId !== null ? 'lightbox' : useView.getState().page
}
