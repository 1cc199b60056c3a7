import { shownInGallery } from './in-gallery.ts'
import type { Shown } from './blocks.ts'
import { shownInSearch } from './in-search.ts'
import { type Page, useView } from '../window/view-store.ts'

const SOURCES: Readonly<Record<Page, () => Shown | null>> = {
  gallery: shownInGallery,
  // Actors, no images.
  'all-actors': () => null,
  search: shownInSearch,
}

/** What the page in front shows; commands, drags and the lightbox act on this, whichever page it is. */
export const shown = (): Shown | null => SOURCES[useView.getState().page]()
