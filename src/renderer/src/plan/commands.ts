import { PAGES } from '../app/pages.ts'
import { openPanel, useView } from '../app/view-store.ts'
import type { Command } from '../commands/command.ts'
import { strings } from '../strings.ts'
import { makePlans } from './actions.ts'

const { titles } = strings.commands

export const planCommands: readonly Command[] = [
  {
    id: 'balance',
    title: titles.balance,
    group: 'actor',
    keys: ['mod+b'],
    on: ['gallery'],
    when: () => useView.getState().actorId !== null,
    run: () => {
      const { actorId } = useView.getState()
      if (actorId !== null) void makePlans([actorId])
    },
  },
  {
    id: 'balance-all',
    title: titles.balanceAll,
    group: 'library',
    keys: ['mod+shift+b'],
    on: PAGES,
    run: () => openPanel('balance-all'),
  },
]
