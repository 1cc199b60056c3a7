import { PAGES } from '../app/pages.ts'
import { useLibrary } from '../app/library-store.ts'
import type { Surface } from '../app/surface.ts'
import type { Command } from '../commands/command.ts'
import { useImages } from '../gallery/images-store.ts'
import { strings } from '../strings.ts'
import { isStepping, redo, undo } from './actions.ts'
import { toggleHistory } from './history-store.ts'

const { titles } = strings.commands
const EVERYWHERE: readonly Surface[] = [...PAGES, 'lightbox']

const can = (direction: 'undo' | 'redo'): boolean => {
  // An edit that is still on its way can be taken back as well, and what a step that is will bring.
  if (isStepping() || (direction === 'undo' && useImages.getState().overlay.size > 0)) return true
  const entry = useLibrary.getState().history[direction]
  return entry !== null && !entry.running
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
  { id: 'history', title: titles.history, group: 'library', keys: ['h'], on: PAGES, run: toggleHistory },
]
