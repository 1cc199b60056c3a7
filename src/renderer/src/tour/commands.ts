import { useView } from '../app/view-store.ts'
import type { Command } from '../commands/command.ts'
import { strings } from '../strings.ts'
import { startTour } from './tour-store.ts'

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
