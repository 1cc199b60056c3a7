import { count } from './format.ts'
import type { Preset } from '../../../../main/domain/target.ts'
import { images, plural, presets } from './words.ts'

export const errors = {
  internal: 'Something went wrong in Evencast. Try again; see the log for details.',
  unreachable: 'Evencast isn’t responding. Check that it’s still running; this page reconnects automatically.',
  unauthorized: 'This page no longer has access. Open the address that Evencast printed when it started.',
  dropNoFolder: 'That’s not a folder. Drop a folder that contains your actors.',
} as const

export const start = {
  open: 'Open folder…',
  storeAddress: 'Address of a library in S3',
  storePlaceholder: 's3://bucket/prefix',
  storeOpen: 'Open from S3',
  openHint: 'A library, a single actor, or any folder with subfolders of images. Your files stay where they are.',
  drop: 'or drop it anywhere in this window',
  dropNow: 'Drop to open',
  recent: 'Recent',
  sampleTitle: 'Start with the sample library',
  sampleText: 'A few small sets, each with something to fix. Balance them, undo it, and see how it works.',
  sampleButton: 'Open the sample library',
  sampleLink: 'Open the sample library',
  opening: (name: string) => `Opening ${name}…`,
  point1: 'See what is missing',
  point1Text: 'One lane per style. Every missing image is an empty frame.',
  point2: 'Sort by dragging',
  point2Text: 'Your decisions override the evaluator, and every move can be undone.',
  point3: 'Balance with one button',
  point3Text: 'Removes the weakest, generates what’s missing, and shows the cost first.',
} as const

export const browse = {
  title: 'Open folder',
  parent: (name: string) => `Up to ${name}`,
  open: (name: string) => `Open “${name}”`,
  looksLike: { library: 'Library', actor: 'Actor', folder: '' },
  empty: 'This folder has no subfolders.',
  loading: 'Loading folder…',
  list: 'Folders',
  path: 'Folder path',
  pathHint: 'Type or paste a path, then press Enter',
  go: 'Go',
} as const

export const library = {
  menu: 'Library',
  open: 'Open another library…',
  close: 'Close library',
  settings: 'Settings…',
  trash: 'Trash…',
  verify: 'Verify…',
  sync: 'Sync with store…',
  shortcuts: 'Keyboard shortcuts',
  missing: 'The library’s folder is missing. Reconnect the drive and work resumes automatically.',
  indexing: 'Reading the folder for the first time…',
  empty: 'No actors found',
  emptyText: 'This folder has no subfolders with images. Open the folder that contains one folder per actor.',
  warnings: (n: number) => plural(n, 'warning'),
  notSent: (problem: string) => `${problem} Changes are kept here and sent later.`,
  notRead: (files: number, of: number) =>
    `${plural(files, 'file')} of ${plural(of, 'actor')} ${files === 1 ? 'is' : 'are'} not read. Open ${of === 1 ? 'the actor' : 'an actor'} to see which and why.`,
} as const

/** Totals over all actors. */
export const totals = {
  summary: (balanced: number, all: number) => `${count(balanced)} of ${count(all)} balanced`,
  /** `unknown`: actors of which nobody can say what is missing. */
  missing: (n: number, unknown: number) =>
    [
      n > 0 ? `${count(n)} missing` : unknown === 0 ? 'nothing missing' : '',
      unknown > 0 ? `${count(unknown)} unknown` : '',
    ]
      .filter(Boolean)
      .join(' · '),
  notAssessed: (n: number) => `${count(n)} not assessed`,
  ring: (balanced: number, all: number) => `${count(balanced)} of ${count(all)} actors are balanced`,
  balanceAll: 'Balance all',
} as const

export const actors = {
  list: 'Actors',
  search: 'Find actor',
  filter: 'Show',
  sort: 'Sort',
  sortGap: 'Largest gap',
  sortName: 'Name',
  states: {
    all: 'All',
    unassessed: 'Not assessed',
    unbalanced: 'Unbalanced',
    balanced: 'Balanced',
    failed: 'Failed',
    running: 'Running',
  },
  none: 'No matching actors',
  clear: 'Clear filter',
  row: (state: string, gap: string) => `, ${state}${gap ? `, ${gap}` : ''}`,
  gap: (deficit: number, surplus: number) =>
    [deficit > 0 ? `${count(deficit)} missing` : '', surplus > 0 ? `${count(surplus)} extra` : '']
      .filter(Boolean)
      .join(', '),
  gapShort: (missing: number, extra: number) =>
    missing > 0 ? `${count(missing)} missing` : extra > 0 ? `${count(extra)} extra` : undefined,
  kept: (n: number) => `${count(n)} kept by you`,
  ownTarget: (preset: Preset | null, total: number) =>
    preset === null ? `own target of ${count(total)}` : `${presets[preset].toLowerCase()}, ${count(total)}`,
  toSettle: (left: string) => `Still open: ${left}. Keep each image, choose its style, or reject it.`,
  notRead: (sentences: readonly string[]) => sentences.join(' '),
  subtitle: (n: number, parts: readonly string[]) => [images(n), ...parts].join(' · '),
  doubtful: (n: number) => `${count(n)} unsure`,
  rejected: (n: number) => `${count(n)} rejected`,
  toCome: (n: number) => `${plural(n, 'image')} to download`,
  inFleet: (state: string) => `Fleet: ${state.toLowerCase()}`,
  unreadable: (n: number) => `${count(n)} unreadable`,
  unassessed: (n: number) => `${count(n)} not assessed`,
  noBase: 'No base image: you can classify and remove images, but not generate new ones.',
  noBaseShort: 'no base image',
  base: (name: string) => `Base image of ${name}`,
  choose: 'Select an actor',
  chooseText: 'Select an actor on the left to see its images.',
} as const
