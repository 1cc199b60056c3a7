import { useActors } from '../library/actors-store.ts'
import { PAGES } from '../surface/pages.ts'
import type { Command } from './command.ts'
import { onShownActor } from './shown-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { answerAll, answerGroup, choose, undoAnswer } from '../compare/answers.ts'
import { MOST, startComparing } from '../compare/compare-store.ts'
import { currentGroup, goToGroup, leaveDuplicates, showDuplicates, useDuplicates } from '../compare/duplicates-store.ts'

const text = strings.duplicates
const DIGITS = 9

const step = (by: number): void => goToGroup(useDuplicates.getState().at + by)
const hasGroup = (): boolean => currentGroup(useDuplicates.getState()) !== undefined
/** Enter belongs to a focused button, unless the button is an image of the group. */
const isFree = (): boolean =>
  hasGroup() && (document.activeElement?.closest('button:not(.member button)') ?? null) === null

export const duplicateCommands: readonly Command[] = [
  {
    id: 'duplicates-actor',
    title: text.command.actor,
    group: 'actor',
    keys: ['shift+d'],
    on: ['gallery'],
    ...onShownActor((actorId) => showDuplicates([actorId], actorId)),
  },
  {
    id: 'duplicates-library',
    title: text.command.library,
    group: 'library',
    on: PAGES,
    when: () => useActors.getState().byId.size > 0,
    run: () => void showDuplicates('all', text.wholeLibrary),
  },
  ...Array.from({ length: DIGITS }, (_, index): Command => ({
    id: `duplicates-choose-${index + 1}`,
    title: text.choose(index + 1),
    group: 'duplicates',
    keys: [String(index + 1)],
    on: ['duplicates'],
    when: () => index < (currentGroup(useDuplicates.getState())?.imageIds.length ?? 0),
    run: () => choose(index),
  })),
  {
    id: 'duplicates-keep-best',
    title: text.keepBest,
    group: 'duplicates',
    keys: ['enter'],
    on: ['duplicates'],
    when: isFree,
    run: () => answerGroup('best'),
  },
  {
    id: 'duplicates-keep-all',
    title: text.keepAll,
    group: 'duplicates',
    keys: ['a'],
    on: ['duplicates'],
    when: hasGroup,
    run: () => answerGroup('all'),
  },
  {
    id: 'duplicates-keep-best-of-all',
    title: text.keepBestOfAllTitle,
    group: 'duplicates',
    keys: ['mod+enter'],
    on: ['duplicates'],
    when: hasGroup,
    run: answerAll,
  },
  {
    id: 'duplicates-next',
    title: text.next,
    group: 'duplicates',
    keys: ['j', 'arrowright'],
    on: ['duplicates'],
    run: () => step(1),
  },
  {
    id: 'duplicates-previous',
    title: text.previous,
    group: 'duplicates',
    keys: ['k', 'arrowleft'],
    on: ['duplicates'],
    run: () => step(-1),
  },
  {
    id: 'duplicates-compare',
    title: text.compare,
    group: 'duplicates',
    keys: ['c'],
    on: ['duplicates'],
    run: () => void startComparing(currentGroup(useDuplicates.getState())?.imageIds.slice(0, MOST) ?? []),
  },
  {
    id: 'duplicates-undo',
    title: strings.undo,
    group: 'duplicates',
    keys: ['z', 'mod+z'],
    on: ['duplicates'],
    run: undoAnswer,
  },
  {
    id: 'duplicates-leave',
    title: text.back,
    group: 'duplicates',
    keys: ['escape'],
    on: ['duplicates'],
    run: leaveDuplicates,
  },
]
