import { useView } from '../window/view-store.ts'
import type { Command } from './command.ts'
import { strings } from '../../base/strings/index.ts'
import { startTour } from '../tour/tour-store.ts'

export const tourCommands: readonly Command[] = [
  {
    id: 'tour',
    title: strings.tour.command,
    group: 'help',
    on: ['gallery'],
    when: () => useView.getState().actorId !== null,
    run: startTour,
  },
]
