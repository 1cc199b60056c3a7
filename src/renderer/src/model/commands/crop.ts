import type { Command } from './command.ts'
import type { Handle } from '../../../../main/domain/crop-rect.ts'
import { strings } from '../../base/strings/index.ts'
import {
  applyCrops,
  findFor,
  findSubject,
  mirror,
  nextShape,
  nudge,
  redoStep,
  reset,
  straightenBy,
  turn,
  undoStep,
} from '../crop/crop-actions.ts'
import { leaveCropping, showImage, startCropping, useCrop } from '../crop/crop-store.ts'
import { subjects } from '../edits/selection-actions.ts'

const text = strings.crop
const { commands } = text

/** Arrow keys and Enter belong to a control that has the focus. */
const offControls = (): boolean =>
  !(document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLButtonElement)

const within = (id: string, title: string, keys: string, run: () => void): Command => ({
  id: `crop-${id}`,
  title,
  group: 'crop',
  keys: [keys],
  on: ['crop'],
  run,
})

const nudging = (
  id: string,
  title: string,
  keys: string,
  by: readonly [handle: Handle, across: number, down: number],
) => ({
  ...within(id, title, keys, () => nudge(...by)),
  when: offControls,
})

const step = (by: number): void => showImage(useCrop.getState().at + by)

export const cropCommands: readonly Command[] = [
  {
    id: 'crop',
    title: text.command,
    group: 'images',
    keys: ['r'],
    on: ['gallery', 'search', 'lightbox'],
    when: () => subjects().length > 0,
    run: () => void startCropping(subjects()),
  },
  nudging('left', commands.left, 'arrowleft', ['move', -1, 0]),
  nudging('right', commands.right, 'arrowright', ['move', 1, 0]),
  nudging('up', commands.up, 'arrowup', ['move', 0, -1]),
  nudging('down', commands.down, 'arrowdown', ['move', 0, 1]),
  nudging('wider', commands.wider, 'shift+arrowright', ['e', 1, 0]),
  nudging('narrower', commands.narrower, 'shift+arrowleft', ['e', -1, 0]),
  nudging('taller', commands.taller, 'shift+arrowdown', ['s', 0, 1]),
  nudging('shorter', commands.shorter, 'shift+arrowup', ['s', 0, -1]),
  within('shape', commands.shape, 'r', nextShape),
  within('subject', text.auto, 's', () => void findSubject()),
  within('borders', text.borders, 'b', () => void findFor({ kind: 'borders' })),
  within('mirror', text.mirror, 'm', mirror),
  within('turn', text.turn, 't', turn),
  within('clockwise', commands.clockwise, '.', () => straightenBy(0.5)),
  within('counter-clockwise', commands.counterClockwise, ',', () => straightenBy(-0.5)),
  within('reset', text.reset, '0', reset),
  within('next', commands.next, 'pagedown', () => step(1)),
  within('previous', commands.previous, 'pageup', () => step(-1)),
  within('undo', strings.undo, 'mod+z', undoStep),
  { ...within('redo', strings.redo, 'mod+shift+z', redoStep), keys: ['mod+shift+z', 'mod+y'] },
  { ...within('apply', commands.apply, 'enter', () => void applyCrops()), when: offControls },
  within('leave', commands.leave, 'escape', leaveCropping),
]
