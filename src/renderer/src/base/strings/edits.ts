import { images, type LaneName, lanes, plural } from './words.ts'

const spoken = (n: number, from: string | null, to: string, key: string): string =>
  `${images(n)} moved${from === null ? '' : ` from ${from}`} to ${to}. ${key} Z undoes.`

export const edits = {
  movedSpoken: (n: number, from: LaneName | null, lane: LaneName, key: string) =>
    spoken(n, from && lanes[from], lanes[lane], key),
  movedToActorSpoken: (n: number, from: string | null, to: string, key: string) => spoken(n, from, to, key),
  deletedSpoken: (n: number, key: string) => `${images(n)} deleted. ${key} Z undoes.`,
  undone: (name: string) => `Undone: ${name}`,
  redone: (name: string) => `Redone: ${name}`,
  steps: (undone: number, redone: number) =>
    undone > 0 ? `${plural(undone, 'step')} taken back` : `${plural(redone, 'step')} done again`,
  stopped: (undone: number, redone: number, why: string) =>
    undone + redone === 0 ? why : `${plural(undone + redone, 'step')} went well, then it stopped. ${why}`,
  history: 'History',
  show: 'Show the history',
  close: 'Close the history',
  empty: 'Nothing was changed yet. Every move, deletion and run will be listed here, for good.',
  start: 'As it was in the beginning',
  older: 'Show older',
  now: 'now',
  isUndone: 'undone',
  isRunning: 'running',
  more: (n: number) => `+${n}`,
  moveTo: 'Move to…',
  moveToTitle: 'Move to a lane or an actor',
  moveToPlaceholder: (n: number) => `Where do ${images(n)} belong?`,
  moveToNone: 'No lane or actor is called that.',
  lanes: 'Lanes',
  actors: 'Actors',
  delete: 'Delete',
  dragOut: 'Files',
  dragOutHint:
    'Drag this to a folder or another program to copy the files there. Alt and a drag of an image does the same.',
  addedSpoken: (n: number, to: string, key: string) => `${images(n)} added to ${to}. ${key} Z undoes.`,
  addNowhere: 'Drop images on a lane or on an actor of the list to add them.',
  dropTrash: 'Drop here to delete',
} as const
