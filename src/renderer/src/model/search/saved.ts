import type { SavedFilter } from '../../../../main/contract/search.ts'
import { useLibrary } from '../library/library-store.ts'
import { changeSettings } from '../library/change-settings.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

const NONE: readonly SavedFilter[] = []

/** Named filters of this library. */
export const useSavedFilters = (): readonly SavedFilter[] =>
  useLibrary((state) => state.settings?.values.savedFilters ?? NONE)

export const savedFilters = (): readonly SavedFilter[] => useLibrary.getState().settings?.values.savedFilters ?? NONE

const keep = (filters: readonly SavedFilter[]): Promise<boolean> =>
  changeSettings('library', { savedFilters: [...filters] })

/** Saves a filter, replacing one of the same name. */
export async function saveFilter(filter: SavedFilter): Promise<void> {
  const others = savedFilters().filter((each) => each.name !== filter.name)
  if (await keep([...others, filter])) notify('info', strings.search.saved(filter.name))
}

export async function forgetFilter(filter: SavedFilter): Promise<void> {
  const at = savedFilters().findIndex((each) => each.name === filter.name)
  if (at < 0 || !(await keep(savedFilters().filter((each) => each.name !== filter.name)))) return
  const back = () => {
    const others = savedFilters().filter((each) => each.name !== filter.name)
    void keep([...others.slice(0, at), filter, ...others.slice(at)])
  }
  notify('info', strings.search.forgot(filter.name), { label: strings.undo, run: back })
}
