import { keepImages } from '../edits/image-edits.ts'
import { shown } from '../shown/shown.ts'
import type { Surface } from '../surface/surface.ts'
import { goBack, openPanel, useView } from '../window/view-store.ts'
import type { Command } from './command.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { downloadImages } from '../edits/download.ts'
import { toggleFlags } from '../edits/selection-actions.ts'
import { LANES, type Lane } from '../images/image.ts'
import { clearSelection, moveSelection, selectAll, subjects, trashSelection } from '../edits/selection-actions.ts'
import { useSelection } from '../images/selection-store.ts'
import { LANE_KEYS } from './lane-keys.ts'

const { titles } = strings.commands
/** Surfaces where images are selected or viewed one by one. */
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
  { id: 'flag', title: titles.flag, group: 'images', keys: ['f'], on: IMAGES, run: toggleFlags },
  {
    id: 'keep',
    title: strings.promises.toggle,
    group: 'images',
    keys: ['k'],
    on: IMAGES,
    when: () => subjects().length > 0,
    run: () => {
      const imageIds = subjects()
      const here = shown()
      void keepImages(imageIds, !imageIds.every((imageId) => here?.imageOf(imageId)?.kept))
    },
  },
  {
    id: 'move-to',
    title: titles.moveToAny,
    group: 'images',
    keys: ['m'],
    on: IMAGES,
    when: () => subjects().length > 0,
    run: () => openPanel('move-to'),
  },
  {
    id: 'delete',
    title: titles.delete,
    group: 'images',
    keys: ['delete', 'backspace'],
    on: IMAGES,
    when: () => subjects().length > 0,
    run: () => trashSelection(),
  },
  {
    id: 'download',
    title: titles.download,
    group: 'images',
    on: IMAGES,
    // On the desktop the files are in their folder, and the operating system can drag them.
    when: () => !capabilities.dragOut && subjects().length > 0,
    run: () => downloadImages(subjects()),
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
    when: () => useSelection.getState().selected.size > 0,
    run: clearSelection,
  },
  {
    id: 'back',
    title: strings.gallery.back,
    group: 'view',
    keys: ['alt+arrowleft', 'mod+['],
    on: ['gallery'],
    when: () => useView.getState().back !== null,
    run: goBack,
  },
]
