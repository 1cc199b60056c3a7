import { SEARCH_ID } from '../actors/search-id.ts'
import { redo, undo } from '../gallery/actions.ts'
import { clearSelection, moveSelection, selectAll } from '../gallery/selection-actions.ts'
import type { MenuCommand } from '../../../main/contract/menu.ts'
import { useLightbox } from '../lightbox/lightbox-store.ts'
import { makePlans } from '../plan/actions.ts'
import { chooseFolder } from './library-actions.ts'
import { useLibrary } from './library-store.ts'
import { openPanel, useView } from './view-store.ts'

/** Everything a menu item or a key can ask for. */
export const commands: Readonly<Record<MenuCommand, () => void>> = {
  open: () => void chooseFolder(),
  settings: () => openPanel('settings'),
  undo: () => void undo(),
  redo: () => void redo(),
  'select-all': selectAll,
  balance: () => {
    const { actorId } = useView.getState()
    if (actorId !== null) void makePlans([actorId])
  },
  'balance-all': () => openPanel('balance-all'),
  find: () => document.getElementById(SEARCH_ID)?.focus(),
  shortcuts: () => openPanel('shortcuts'),
}

export const isCommand = (name: string): name is MenuCommand => Object.hasOwn(commands, name)

const LANE_BY_KEY = {
  '1': 'photorealistic',
  '2': 'bw_stylized',
  '3': 'color_stylized',
  '0': 'unsorted',
  x: 'rejected',
} as const
const isLaneKey = (key: string): key is keyof typeof LANE_BY_KEY => Object.hasOwn(LANE_BY_KEY, key)

function withModifier(key: string, shift: boolean): (() => void) | null {
  switch (key) {
    case 'z':
      return shift ? commands.redo : commands.undo
    case 'y':
      return commands.redo
    case 'a':
      return commands['select-all']
    case 'b':
      return shift ? commands['balance-all'] : commands.balance
    case 'o':
      return commands.open
    case ',':
      return commands.settings
    case 'f':
      return commands.find
    default:
      return null
  }
}

function plain(key: string): (() => void) | null {
  if (isLaneKey(key)) return () => moveSelection(LANE_BY_KEY[key])
  if (key === '/') return commands.find
  if (key === '?') return commands.shortcuts
  if (key === 'escape') return clearSelection
  return null
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['range', 'radio', 'checkbox'].includes(target.type)))

/** Keys that work anywhere in the window, except while typing or while a dialog is open. */
export function onWindowKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isTyping(event.target)) return
  const key = event.key.toLowerCase()
  const modifier = event.ctrlKey || event.metaKey
  const command = modifier ? withModifier(key, event.shiftKey) : plain(key)
  if (!command || useView.getState().panel !== null) return
  const lightbox = useLightbox.getState().imageId !== null
  if (lightbox && !isLaneKey(key) && key !== 'z') return
  const needsLibrary = command !== commands.open && command !== commands.settings && command !== commands.shortcuts
  if (needsLibrary && useLibrary.getState().library === null) return
  event.preventDefault()
  command()
}
