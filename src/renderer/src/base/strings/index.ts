import { about, crash } from './about.ts'
import { commands, palette, shortcuts } from './commands.ts'
import { compare, duplicates } from './compare.ts'
import { contextMenu } from './context-menu.ts'
import { buckets, crop } from './crop.ts'
import { culling } from './culling.ts'
import { settings, trash, verify } from './dialogs.ts'
import { edits } from './edits.ts'
import { allActors } from './all-actors.ts'
import { gallery, lightbox } from './gallery.ts'
import { models } from './models.ts'
import { vision } from './vision.ts'
import { prepare } from './prepare.ts'
import { question } from './question.ts'
import { search } from './search.ts'
import { services } from './services.ts'
import { actors, browse, errors, library, start, totals } from './shell.ts'
import { promises, targets } from './targets.ts'
import { tour } from './tour.ts'
import { why } from './why.ts'
import { snapshots } from './snapshots.ts'
import { sync } from './sync.ts'
import { images, issues, lanes, shortLanes } from './words.ts'
import { workers } from './workers.ts'
import { addPhotographs, balanceAll, plan, runs } from './work.ts'

/** All English text of the interface; a translation replaces this object. */
export const strings = {
  lanes,
  issues,
  images,
  product: 'Evencast',
  tagline: 'Every character set, balanced.',
  shortLanes,
  menus: 'Menus',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  undo: 'Undo',
  redo: 'Redo',
  leavesLater: 'The window will close once your last edits are saved. Close it again to quit now.',
  link: { down: 'Connection to Evencast lost. Reconnecting…', connecting: 'Connecting…' },

  about,
  crash,
  errors,
  start,
  browse,
  library,
  prepare,
  totals,
  allActors,
  actors,
  gallery,
  search,
  edits,
  snapshots,
  lightbox,
  why,
  tour,
  vision,
  plan,
  addPhotographs,
  balanceAll,
  runs,
  settings,
  services,
  models,
  trash,
  pictures: { all: 'Select all', more: 'Show more', left: (n: string) => `${n} not shown.` },
  verify,
  sync,
  workers,
  culling,
  crop,
  buckets,
  compare,
  duplicates,
  commands,
  targets,
  promises,
  question,
  contextMenu,
  palette,
  shortcuts,
} as const
