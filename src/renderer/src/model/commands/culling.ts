import { PAGES } from '../surface/pages.ts'
import type { Command } from './command.ts'
import { onShownActor } from './shown-actor.ts'
import type { Lane } from '../images/image.ts'
import { useSelection } from '../images/selection-store.ts'
import { strings } from '../../base/strings/index.ts'
import { useCulling } from '../culling/culling-store.ts'
import { decide, goTo, keep, takeBack, toggleFlag, toggleWholeGroup } from '../culling/deciding.ts'
import { groupAround } from '../culling/queue.ts'
import { reviewAll, useReviewQueue } from '../culling/review-queue.ts'
import { cullActor, cullLibrary, cullSelection, leaveCulling } from '../culling/start.ts'

const titles = strings.culling.commands

const begin: readonly Command[] = [
  {
    id: 'cull-selection',
    title: titles.selection,
    group: 'culling',
    on: ['gallery', 'search'],
    when: () => useSelection.getState().selected.size > 1,
    run: cullSelection,
  },
  {
    id: 'cull-actor',
    title: titles.actor,
    group: 'culling',
    keys: ['shift+c'],
    on: ['gallery'],
    ...onShownActor(cullActor),
  },
  {
    id: 'review-all',
    title: strings.culling.reviewCommand,
    group: 'culling',
    keys: ['shift+r'],
    on: PAGES,
    when: () => (useReviewQueue.getState().images ?? 0) > 0,
    run: () => void reviewAll(),
  },
  { id: 'cull-library', title: titles.library, group: 'culling', on: PAGES, run: () => void cullLibrary() },
]

const say = (lane: Lane, title: string, keys: readonly string[]): Command => ({
  id: `cull-${lane}`,
  title,
  group: 'culling',
  keys,
  on: ['culling'],
  run: () => decide(lane),
})

const step = (by: number): void => goTo(useCulling.getState().at + by)

const within: readonly Command[] = [
  say('photorealistic', titles.style('photorealistic'), ['1']),
  say('bw_stylized', titles.style('bw_stylized'), ['2']),
  say('color_stylized', titles.style('color_stylized'), ['3']),
  { id: 'cull-keep', title: titles.keep, group: 'culling', keys: ['k'], on: ['culling'], run: keep },
  say('rejected', titles.reject, ['x', 'delete']),
  say('unsorted', titles.unsure, ['u', '0']),
  { id: 'cull-flag', title: titles.flag, group: 'culling', keys: ['f'], on: ['culling'], run: toggleFlag },
  {
    id: 'cull-group',
    title: titles.group,
    group: 'culling',
    keys: ['g'],
    on: ['culling'],
    when: () => groupAround(useCulling.getState()).length > 1,
    run: toggleWholeGroup,
  },
  {
    id: 'cull-back',
    title: titles.back,
    group: 'culling',
    keys: ['arrowleft', 'backspace'],
    on: ['culling'],
    run: () => step(-1),
  },
  { id: 'cull-skip', title: titles.skip, group: 'culling', keys: ['arrowright'], on: ['culling'], run: () => step(1) },
  {
    id: 'cull-take-back',
    title: titles.takeBack,
    group: 'culling',
    keys: ['z', 'mod+z'],
    on: ['culling'],
    run: takeBack,
  },
  { id: 'cull-leave', title: titles.leave, group: 'culling', keys: ['escape'], on: ['culling'], run: leaveCulling },
]

export const cullingCommands: readonly Command[] = [...begin, ...within]
