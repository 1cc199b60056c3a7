import type { Command } from './command.ts'
import { strings } from '../../base/strings/index.ts'
import { cycleLayer } from '../window/lightbox-store.ts'

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
