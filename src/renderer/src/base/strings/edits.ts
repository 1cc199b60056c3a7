import { images, type LaneName, lanes, plural } from './words.ts'

const spoken = (n: number, from: string | null, to: string, key: string): string =>
  `${images(n)} moved${from === null ? '' : ` from ${from}`} to ${to}. Press ${key} Z to undo.`

export const edits = {
  movedSpoken: (n: number, from: LaneName | null, lane: LaneName, key: string) =>
    spoken(n, from && lanes[from], lanes[lane], key),
  movedToActorSpoken: (n: number, from: string | null, to: string, key: string) => spoken(n, from, to, key),
  offer: (n: number, lane: LaneName) =>
    `${plural(n, 'other image')} ${n === 1 ? 'looks' : 'look'} like this. Move ${n === 1 ? 'it' : 'them'} to ${lanes[lane]}?`,
  offerMove: (n: number) => `Move ${n}`,
  deletedSpoken: (n: number, key: string) => `${images(n)} deleted. Press ${key} Z to undo.`,
  undone: (name: string) => `Undone: ${name}`,
  redone: (name: string) => `Redone: ${name}`,
  stillRunning: (name: string) => `${name} is still running. Cancel it, or undo it when it has finished.`,
  steps: (undone: number, redone: number) =>
    undone > 0 ? `${plural(undone, 'step')} undone` : `${plural(redone, 'step')} redone`,
  stopped: (undone: number, redone: number, why: string) =>
    undone + redone === 0 ? why : `Stopped after ${plural(undone + redone, 'step')}. ${why}`,
  cullingId: (n: number) => `Culled ${images(n)}`,
  decisions: (n: number) => plural(n, 'decision'),
  history: 'History',
  show: 'Show history',
  close: 'Close history',
  empty: 'No changes yet. Every move, deletion and run is listed here.',
  start: 'Original state',
  older: 'Show older',
  now: 'current',
  isUndone: 'undone',
  isRunning: 'running',
  byFleet: 'by the fleet',
  more: (n: number) => `+${n}`,
  moveTo: 'Move to…',
  moveToTitle: 'Move to lane or actor',
  moveToPlaceholder: (n: number) => `Move ${images(n)} to…`,
  moveToNone: 'No matching lane or actor.',
  lanes: 'Lanes',
  actors: 'Actors',
  delete: 'Delete',
  dragOut: 'Files',
  dragOutHint: 'Drag this to a folder or another app to copy the files. Alt-dragging an image does the same.',
  addedSpoken: (n: number, to: string, key: string) => `${images(n)} added to ${to}. Press ${key} Z to undo.`,
  addNowhere: 'Drop images on a lane or an actor to add them.',
  dropTrash: 'Drop here to delete',
} as const
