import { SORTS } from '../../../../main/domain/image-order.ts'
import { PAGES } from '../surface/pages.ts'
import { showPageAtOnce } from '../window/show-page-at-once.ts'
import type { Surface } from '../surface/surface.ts'
import { openPanel, showPage } from '../window/view-store.ts'
import type { Command } from './command.ts'
import { setDensity, setThumbnails, sortBy, turnOrder, useArrangement } from '../images/arrangement-store.ts'
import { strings } from '../../base/strings/index.ts'
import { focusFilter } from '../window/field-id.ts'
import { applyFilter, clearFilter, useFilter } from '../images/filter-store.ts'
import { goToImage } from '../jump/go-to.ts'
import { startJump } from '../jump/jump-store.ts'
import { cullResults } from '../culling/cull-results.ts'
import { useResults } from '../search/results-store.ts'
import { savedFilters } from '../search/saved.ts'
import { SUGGESTED } from '../search/suggestions.ts'

const { titles } = strings.commands
const { search } = strings
/** Surfaces with images that can be filtered and sorted. */
const IMAGES: readonly Surface[] = ['gallery', 'search']

function searchEverywhere(): void {
  showPageAtOnce('search')
  focusFilter()
}

export const searchCommands: readonly Command[] = [
  { id: 'filter', title: titles.filter, group: 'find', keys: ['mod+f'], on: IMAGES, run: focusFilter },
  { id: 'search', title: titles.search, group: 'find', keys: ['shift+f'], on: PAGES, run: searchEverywhere },
  {
    id: 'clear-filter',
    title: search.clear,
    group: 'find',
    keys: ['shift+escape'],
    on: IMAGES,
    when: () => useFilter.getState().applied !== '',
    run: clearFilter,
  },
  {
    id: 'save-filter',
    title: search.save,
    group: 'find',
    on: IMAGES,
    when: () => useFilter.getState().applied !== '',
    run: () => openPanel('save-filter'),
  },
  { id: 'jump', title: titles.jump, group: 'find', keys: ['j'], on: IMAGES, run: startJump },
  { id: 'go-to', title: titles.goTo, group: 'find', keys: ['g'], on: ['search'], run: () => void goToImage() },
  {
    id: 'cull-results',
    title: search.cull,
    group: 'culling',
    keys: ['shift+c'],
    on: ['search'],
    when: () => useResults.getState().total > 0,
    run: cullResults,
  },
  { id: 'turn-order', title: titles.turnOrder, group: 'view', on: IMAGES, run: turnOrder },
  ...SORTS.map((sort): Command => ({
    id: `sort-${sort}`,
    title: titles.sortBy(search.sorts[sort]),
    group: 'view',
    on: IMAGES,
    run: () => sortBy(sort),
  })),
  {
    id: 'density',
    title: titles.density,
    group: 'view',
    keys: ['d'],
    on: IMAGES,
    run: () => setDensity(useArrangement.getState().density === 'compact' ? 'comfortable' : 'compact'),
  },
  {
    id: 'thumbnails',
    title: search.toggleThumbnails,
    group: 'view',
    keys: ['w'],
    on: IMAGES,
    run: () => setThumbnails(useArrangement.getState().thumbnails === 'whole' ? 'fill' : 'whole'),
  },
]

/** Palette entries that search the whole library with a suggested or saved filter. */
export const filterEntries = (): readonly { readonly id: string; readonly title: string; readonly run: () => void }[] =>
  [...savedFilters().map(({ name, filter }) => [filter, name] as const), ...SUGGESTED].map(([filter, name]) => ({
    id: `filter:${name}`,
    title: titles.findEverywhere(name),
    run: () => {
      showPage('search')
      applyFilter(filter)
    },
  }))
