import { count } from './format.ts'
import { images, plural } from './words.ts'

export const errors = {
  internal: 'Something went wrong inside Evencast. The log names the cause; try again.',
  unreachable: 'Evencast does not answer. Check that it is still running; this page reconnects by itself.',
  unauthorized: 'This page has no access any more. Open the address that Evencast printed when it started.',
  dropNoFolder: 'That was not a folder. Drop a folder that holds your actors.',
} as const

export const start = {
  open: 'Open a folder…',
  openHint: 'A library, one actor, or any folder whose sub-folders hold images. Nothing is moved to fit.',
  drop: 'or drop it anywhere in this window',
  dropNow: 'Drop to open',
  recent: 'Recent',
  sampleTitle: 'Start with the sample library',
  sampleText: 'A few small sets, each with something to fix. Balance them, undo it, see how it works.',
  sampleButton: 'Open the sample library',
  sampleLink: 'Open the sample library',
  opening: (name: string) => `Opening ${name}…`,
  point1: 'See what is missing',
  point1Text: 'One lane per style. Every open place of the target is a frame.',
  point2: 'Sort by dragging',
  point2Text: 'Your word outranks the evaluator, and every move can be undone.',
  point3: 'Balance with one button',
  point3Text: 'Drops the worst, makes what is missing, shows the bill first.',
} as const

export const browse = {
  title: 'Open a folder',
  parent: (name: string) => `Up to ${name}`,
  open: (name: string) => `Open “${name}”`,
  looksLike: { library: 'Library', actor: 'Actor', folder: '' },
  empty: 'There are no folders in here.',
  loading: 'Reading the folder…',
  list: 'Folders',
  path: 'Folder path',
  pathHint: 'Type or paste a path, then press Enter',
  go: 'Go',
} as const

export const library = {
  menu: 'Library',
  open: 'Open another library…',
  close: 'Close library',
  settings: 'Settings…',
  trash: 'Trash…',
  verify: 'Verify…',
  sync: 'Sync with the store…',
  shortcuts: 'Keyboard shortcuts',
  missing:
    'The folder of this library has vanished. Work has stopped; plug the drive back in and it goes on by itself.',
  indexing: 'Reading the folder for the first time…',
  empty: 'No actors in here',
  emptyText: 'This folder holds no images in sub-folders. Open the folder that contains one folder per actor.',
  warnings: (n: number) => plural(n, 'warning'),
} as const

export const fleet = {
  summary: (balanced: number, all: number) => `${count(balanced)} of ${count(all)} balanced`,
  toGenerate: (n: number) => (n === 0 ? 'nothing to generate' : `${count(n)} to generate`),
  ring: (balanced: number, all: number) => `${count(balanced)} of ${count(all)} actors are balanced`,
  balanceAll: 'Balance all',
} as const

export const actors = {
  list: 'Actors',
  search: 'Find an actor',
  filter: 'Show',
  sort: 'Sort',
  sortGap: 'Largest gap',
  sortName: 'Name',
  states: {
    all: 'All',
    unassessed: 'Not assessed',
    unbalanced: 'Unbalanced',
    balanced: 'Balanced',
    failed: 'Failed',
    running: 'Running',
  },
  none: 'No actor matches',
  clear: 'Clear the filter',
  row: (state: string, gap: string) => `, ${state}${gap ? `, ${gap}` : ''}`,
  gap: (deficit: number, surplus: number) =>
    [deficit > 0 ? `${count(deficit)} to make` : '', surplus > 0 ? `${count(surplus)} too many` : '']
      .filter(Boolean)
      .join(', '),
  subtitle: (n: number, parts: readonly string[]) => [images(n), ...parts].join(' · '),
  doubtful: (n: number) => `${count(n)} unsure`,
  rejected: (n: number) => `${count(n)} rejected`,
  unreadable: (n: number) => `${count(n)} unreadable`,
  unassessed: (n: number) => `${count(n)} not assessed`,
  noBase: 'No base image: images can be sorted and dropped, but none can be made.',
  noBaseShort: 'no base image',
  base: (name: string) => `Base image of ${name}`,
  choose: 'Choose an actor',
  chooseText: 'Pick one on the left to see its images.',
} as const
