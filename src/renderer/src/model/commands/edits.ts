import { PAGES } from '../surface/pages.ts'
import { useLibrary } from '../library/library-store.ts'
import type { Surface } from '../surface/surface.ts'
import type { Command } from './command.ts'
import { onShownActor } from './shown-actor.ts'
import { useImages } from '../images/images-store.ts'
import { strings } from '../../base/strings/index.ts'
import { chooseFiles } from '../edits/add-files.ts'
import { isStepping, redo, undo } from '../edits/history-steps.ts'
import { toggleHistory } from '../edits/history-store.ts'

const { titles } = strings.commands
const EVERYWHERE: readonly Surface[] = [...PAGES, 'lightbox']

const can = (direction: 'undo' | 'redo'): boolean => {
  // A pending edit can be undone too, and a pending undo or redo changes what is available.
  if (isStepping() || (direction === 'undo' && useImages.getState().overlay.size > 0)) return true
  return useLibrary.getState().history[direction] !== null
}

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    title: titles.undo,
    group: 'images',
    keys: ['mod+z'],
    on: EVERYWHERE,
    when: () => can('undo'),
    run: () => void undo(),
  },
  {
    id: 'redo',
    title: titles.redo,
    group: 'images',
    keys: ['mod+shift+z', 'mod+y'],
    on: EVERYWHERE,
    when: () => can('redo'),
    run: () => void redo(),
  },
  {
    id: 'add-images',
    title: titles.addImages,
    group: 'actor',
    on: ['gallery'],
    ...onShownActor(chooseFiles),
  },
  { id: 'history', title: titles.history, group: 'library', keys: ['h'], on: PAGES, run: toggleHistory },
]
