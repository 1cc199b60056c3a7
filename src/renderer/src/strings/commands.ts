import { type LaneName, lanes } from './words.ts'

export const commands = {
  groups: {
    images: 'Images',
    find: 'Find',
    view: 'View',
    culling: 'Culling',
    actor: 'Actor',
    library: 'Library',
    help: 'Help',
  },
  titles: {
    moveTo: (lane: LaneName) => (lane === 'rejected' ? 'Reject' : `Move to ${lanes[lane]}`),
    moveToAny: 'Move to…',
    delete: 'Delete',
    undo: 'Undo',
    redo: 'Redo',
    history: 'History',
    selectAll: 'Select the lane, then all',
    clearSelection: 'Clear the selection, then back',
    balance: 'Balance this actor',
    balanceAll: 'Balance all actors…',
    palette: 'All commands',
    shortcuts: 'Keyboard shortcuts',
    open: 'Open a folder…',
    close: 'Close the library',
    settings: 'Settings…',
    trash: 'Trash…',
    verify: 'Verify…',
    sync: 'Sync with the store…',
    find: 'Find an actor',
    filter: 'Filter the images',
    search: 'Search all actors’ images',
    jump: 'Jump to a file name or number',
    goTo: 'Go to the image’s actor',
    turnOrder: 'Turn the order around',
    sortBy: (by: string) => `Sort by ${by.toLowerCase()}`,
    density: 'Closer, or with more air',
    findEverywhere: (name: string) => `${name}, in all actors`,
  },
} as const

export const palette = {
  title: 'Commands and actors',
  placeholder: 'What do you want to do?',
  none: 'No command or actor is called that.',
  actors: 'Actors',
  filters: 'Filters',
} as const

export const shortcuts = {
  title: 'Keyboard shortcuts',
  views: { grid: 'Among the images', lightbox: 'Lightbox' },
  keys: {
    move: 'Move',
    ends: 'Ends and pages',
    extend: 'Extend',
    unselected: 'Move without selecting',
    toggle: 'Add or remove',
    open: 'Open',
    browse: 'Previous, next',
    zoom: 'Zoom',
    actual: '1:1 and back',
    close: 'Close',
    spare: 'Spare or skip a step',
  },
} as const
