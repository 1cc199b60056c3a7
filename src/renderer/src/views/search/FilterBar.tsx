import type { ReactNode } from 'react'
import { showPageAtOnce } from '../../model/window/show-page-at-once.ts'
import { useView } from '../../model/window/view-store.ts'
import type { Image } from '../../model/images/image.ts'
import { ViewMenu } from '../../grid/ViewMenu.tsx'
import { strings } from '../../base/strings/index.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { FilterField } from './FilterField.tsx'
import { SavedMenu } from './SavedMenu.tsx'
import './search.css'

const text = strings.search
const SCOPES = { gallery: text.here, search: text.everywhere } as const

interface FilterBarProps {
  /** The images to filter; null for the whole library. */
  readonly images: readonly Image[] | null
  /** Text with the number of visible images. */
  readonly count: string
  readonly children?: ReactNode
}

/** The switch is rendered again on the other page and keeps the focus there. */
function goTo(page: keyof typeof SCOPES): void {
  showPageAtOnce(page)
  document.querySelector<HTMLElement>('.filter-bar .segmented input:checked')?.focus()
}

/** Toolbar of the images: filter, scope and order. */
export function FilterBar({ images, count, children }: FilterBarProps) {
  const page = useView((state) => (state.page === 'search' ? 'search' : 'gallery'))
  const anyActor = useView((state) => state.actorId !== null)
  return (
    <div className="filter-bar" role="search" aria-label={text.field}>
      <FilterField images={images} />
      <span className="filter-count num" role="status">
        {count}
      </span>
      {children}
      {anyActor && <Segmented label={text.scope} value={page} options={SCOPES} onChange={goTo} />}
      <SavedMenu />
      <ViewMenu />
    </div>
  )
}
