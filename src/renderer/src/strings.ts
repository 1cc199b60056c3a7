import * as dialogs from './strings/dialogs.ts'
import { gallery, lightbox } from './strings/gallery.ts'
import * as shell from './strings/shell.ts'
import { images, issues, lanes } from './strings/words.ts'
import * as work from './strings/work.ts'

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
  link: { down: 'Connection to Evencast lost. Trying again…', connecting: 'Connecting…' },

  ...shell,
  gallery,
  lightbox,
  ...work,
  ...dialogs,
} as const
