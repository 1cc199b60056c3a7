import { PAGES } from '../surface/pages.ts'
import { openPanel } from '../window/view-store.ts'
import type { Command } from './command.ts'
import { onShownActor } from './shown-actor.ts'
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
    ...onShownActor((actorId) => makePlans([actorId])),
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
