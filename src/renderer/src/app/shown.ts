import { shownInGallery } from '../gallery/current.ts'
import type { Shown } from '../gallery/shown.ts'
import { shownInSearch } from '../search/shown.ts'
import { type Page, useView } from './view-store.ts'

const SOURCES: Readonly<Record<Page, () => Shown | null>> = {
  gallery: shownInGallery,
  // Actors, no images.
  fleet: () => null,
  search: shownInSearch,
}

/** What the page in front shows; commands, drags and the lightbox act on this, whichever page it is. */
export const shown = (): Shown | null => SOURCES[useView.getState().page]()
