import type { Surface } from '../app/surface.ts'
import { useLibrary } from '../app/library-store.ts'
import { showPage, useView } from '../app/view-store.ts'
import type { Command } from '../commands/command.ts'
import { strings } from '../strings.ts'
import { redo, undo } from './actions.ts'
import { useImages } from './images-store.ts'
import { LANES, type Lane } from './lanes.ts'
import { clearSelection, moveSelection, selectAll } from './selection-actions.ts'
import { useSelection } from './selection-store.ts'
import { LANE_KEYS } from './SelectionBar.tsx'

const { titles } = strings.commands
/** Where images are selected or looked at one by one. */
const IMAGES: readonly Surface[] = ['gallery', 'search', 'lightbox']

const moveTo = (lane: Lane): Command => ({
  id: `move-${lane}`,
  title: titles.moveTo(lane),
  group: 'images',
  keys: [LANE_KEYS[lane].toLowerCase()],
  on: IMAGES,
  run: () => moveSelection(lane),
})

export const galleryCommands: readonly Command[] = [
  ...LANES.map(moveTo),
  {
    id: 'undo',
    title: titles.undo,
    group: 'images',
    keys: ['mod+z'],
    on: IMAGES,
    // A move that is still on its way can be taken back as well.
    when: () => useLibrary.getState().history.undo !== null || useImages.getState().overlay.size > 0,
    run: () => void undo(),
  },
  {
    id: 'redo',
    title: titles.redo,
    group: 'images',
    keys: ['mod+shift+z', 'mod+y'],
    on: IMAGES,
    when: () => useLibrary.getState().history.redo !== null,
    run: () => void redo(),
  },
  {
    id: 'select-all',
    title: titles.selectAll,
    group: 'images',
    keys: ['mod+a'],
    on: ['gallery', 'search'],
    run: selectAll,
  },
  {
    id: 'clear-selection',
    title: titles.clearSelection,
    group: 'images',
    keys: ['escape'],
    on: ['gallery', 'search'],
    when: () => useSelection.getState().selected.size > 0 || useView.getState().back !== null,
    run: () => {
      const { back } = useView.getState()
      if (useSelection.getState().selected.size > 0) clearSelection()
      else if (back !== null) showPage(back)
    },
  },
]
