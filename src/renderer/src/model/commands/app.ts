import { SEARCH_ID } from '../window/element-ids.ts'
import type { Command } from './command.ts'
import { onShownActor } from './shown-actor.ts'
import { strings } from '../../base/strings/index.ts'
import { chooseFolder, closeLibrary } from '../session/library-actions.ts'
import { changeSettings } from '../library/change-settings.ts'
import { useLibrary } from '../library/library-store.ts'
import { hasFleet } from '../work/workers-store.ts'
import { PAGES } from '../surface/pages.ts'
import type { Surface } from '../surface/surface.ts'
import { openPanel, useView } from '../window/view-store.ts'

const EVERYWHERE: readonly Surface[] = ['start', ...PAGES]
/** Full-window views ignore page commands, but list their own shortcuts. */
const COVERS_TOO: readonly Surface[] = [...EVERYWHERE, 'culling', 'compare', 'duplicates']
const { titles } = strings.commands
const THEMES = ['light', 'dark', 'system'] as const

export const appCommands: readonly Command[] = [
  {
    id: 'palette',
    title: titles.palette,
    group: 'help',
    keys: ['mod+k'],
    on: COVERS_TOO,
    run: () => openPanel('palette'),
  },
  {
    id: 'shortcuts',
    title: titles.shortcuts,
    group: 'help',
    keys: ['?'],
    on: COVERS_TOO,
    run: () => openPanel('shortcuts'),
  },
  { id: 'about', title: strings.about.command, group: 'help', on: COVERS_TOO, run: () => openPanel('about') },
  { id: 'open', title: titles.open, group: 'library', keys: ['mod+o'], on: EVERYWHERE, run: () => void chooseFolder() },
  ...THEMES.map((theme): Command => ({
    id: `theme-${theme}`,
    title: titles.theme[theme],
    group: 'view',
    on: EVERYWHERE,
    when: () => useLibrary.getState().settings?.values.theme !== theme,
    run: () => void changeSettings('user', { theme }),
  })),
  { id: 'close', title: titles.close, group: 'library', on: PAGES, run: () => void closeLibrary() },
  {
    id: 'settings',
    title: titles.settings,
    group: 'library',
    keys: ['mod+,'],
    on: EVERYWHERE,
    run: () => openPanel('settings'),
  },
  { id: 'trash', title: titles.trash, group: 'library', on: PAGES, run: () => openPanel('trash') },
  { id: 'verify', title: titles.verify, group: 'library', on: PAGES, run: () => openPanel('verify') },
  {
    id: 'prepare',
    title: titles.prepare,
    group: 'actor',
    keys: ['shift+e'],
    on: PAGES,
    when: () => useView.getState().actorId !== null,
    run: () => openPanel('prepare'),
  },
  { id: 'promises', title: strings.promises.command, group: 'library', on: PAGES, run: () => openPanel('promises') },
  {
    id: 'target',
    title: strings.targets.command,
    group: 'actor',
    on: ['gallery'],
    ...onShownActor((actorId) => openPanel('targets', [actorId])),
  },
  { id: 'targets', title: strings.targets.commandAll, group: 'library', on: PAGES, run: () => openPanel('targets') },
  {
    id: 'workers',
    title: strings.workers.command,
    group: 'library',
    on: PAGES,
    when: hasFleet,
    run: () => openPanel('workers'),
  },
  { id: 'sync', title: titles.sync, group: 'library', on: PAGES, run: () => openPanel('sync') },
  {
    id: 'find',
    title: titles.find,
    group: 'library',
    keys: ['/'],
    on: PAGES,
    run: () => document.getElementById(SEARCH_ID)?.focus(),
  },
]
