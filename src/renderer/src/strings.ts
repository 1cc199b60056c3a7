import { commands, palette, shortcuts } from './strings/commands.ts'
import { compare, duplicates } from './strings/compare.ts'
import { culling } from './strings/culling.ts'
import { settings, trash, verify } from './strings/dialogs.ts'
import { edits } from './strings/edits.ts'
import { fleetView } from './strings/fleet.ts'
import { gallery, lightbox } from './strings/gallery.ts'
import { looks } from './strings/looks.ts'
import { search } from './strings/search.ts'
import { services } from './strings/services.ts'
import { actors, browse, errors, fleet, library, start } from './strings/shell.ts'
import { tour } from './strings/tour.ts'
import { why } from './strings/why.ts'
import { sync } from './strings/sync.ts'
import { images, issues, lanes } from './strings/words.ts'
import { balanceAll, plan, runs } from './strings/work.ts'

/** Every English word the interface says; a translation replaces this object. */
export const strings = {
  lanes,
  issues,
  images,
  product: 'Evencast',
  tagline: 'Every character set, balanced.',
  shortLanes: { photorealistic: 'Photo', bw_stylized: 'B&W', color_stylized: 'Colour' },
  menus: 'Menus',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  undo: 'Undo',
  redo: 'Redo',
  leavesLater: 'The window closes as soon as your last edits are kept. Close it again to leave at once.',
  link: { down: 'Connection to Evencast lost. Trying again…', connecting: 'Connecting…' },

  errors,
  start,
  browse,
  library,
  fleet,
  fleetView,
  actors,
  gallery,
  search,
  edits,
  lightbox,
  why,
  tour,
  looks,
  plan,
  balanceAll,
  runs,
  settings,
  services,
  trash,
  verify,
  sync,
  culling,
  compare,
  duplicates,
  commands,
  palette,
  shortcuts,
} as const
