import { SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { showPage } from '../../model/window/view-store.ts'
import type { Image } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { clearFilter, useFilter } from '../../model/images/filter-store.ts'
import { FilterBar } from './FilterBar.tsx'

const text = strings.search

/** Filters one actor's images. */
export function FilterHere({ images }: { readonly images: readonly Image[] }) {
  const matches = useFilter((state) => state.matches)
  const shown = useMemo(() => (matches ? images.filter(matches).length : images.length), [images, matches])
  return <FilterBar images={images} count={matches ? text.shown(shown, images.length) : text.all(images.length)} />
}

/** Shown when no image of the actor matches the filter. */
export const NothingHere = () => (
  <Empty icon={<SearchX size={32} />} title={text.none} text={text.noneHere}>
    <Button onClick={clearFilter}>{text.clear}</Button>
    <Button onClick={() => showPage('search')}>{text.everywhere}</Button>
  </Empty>
)
