import { PAGES } from '../surface/pages.ts'
import { openPanel, useView } from '../window/view-store.ts'
import type { Command } from './command.ts'
import { strings } from '../../base/strings/index.ts'
import { makePlans } from '../work/plan-actions.ts'

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
