import type { Command } from '../commands/command.ts'
import { strings } from '../strings.ts'
import { cycleLayer } from './lightbox-store.ts'

export const lightboxCommands: readonly Command[] = [
  {
    id: 'lightbox-layer',
    title: strings.lightbox.nextLayer,
    group: 'images',
    keys: ['o'],
    on: ['lightbox'],
    run: cycleLayer,
  },
]
