import { shownInGallery } from './in-gallery.ts'
import type { Shown } from './blocks.ts'
import { shownInSearch } from './in-search.ts'
import { type Page, useView } from '../window/view-store.ts'

const SOURCES: Readonly<Record<Page, () => Shown | null>> = {
  gallery: shownInGallery,
  // This page shows actors and no images.
  'all-actors': () => null,
  search: shownInSearch,
}

/** Returns the content of the current page, on which commands, drags and the lightbox act. */
export const shown = (): Shown | null => SOURCES[useView.getState().page]()
