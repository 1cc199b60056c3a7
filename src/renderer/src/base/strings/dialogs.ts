import type { FindingKind } from '../../../../main/domain/verify.ts'
import { bytes } from './format.ts'
import { images, plural } from './words.ts'

export const settings = {
  title: 'Settings',
  scopes: { library: 'This library', user: 'All libraries' },
  scope: 'Applies to',
  target: 'Target',
  total: 'Images per actor',
  shares: 'Mix',
  preview: (parts: readonly string[]) => parts.join(' · '),
  policy: 'Extra images',
  policies: { trim: 'Remove the weakest', keep: 'Keep all' },
  policyHint: 'Removed images go to the trash and can be restored.',
  evaluator: 'Evaluator',
  evaluators: { local: 'On this machine', 'local-server': 'Local server', openai: 'OpenAI' },
  evaluatorHints: {
    local: 'Measures pixels. Nothing leaves this computer.',
    'local-server': 'A vision model in Ollama or LM Studio. No key, no cost.',
    openai: 'A vision model. You see the cost first.',
  },
  detailLevel: 'Detail level',
  detailLevels: { sheet: 'Contact sheets', second: 'Sheets + uncertain', every: 'Every image' },
  detailLevelHints: {
    sheet: 'Contact sheets only. Fastest and cheapest.',
    second: 'Contact sheets, then uncertain images one by one.',
    every: 'Every image on its own. Slowest and most expensive.',
  },
  autoAssess: 'Assess on opening',
  autoAssessHint: 'New images are assessed as soon as a library opens. Runs on this machine, at no cost.',
  onOff: { on: 'On', off: 'Off' },
  generator: 'Generator',
  concurrency: 'Parallel generations',
  maxCost: 'Cost limit',
  maxCostHint: 'Stop when the total cost reaches this. Blank: no limit.',
  automaticSnapshots: 'Automatic snapshots',
  automaticSnapshotsHint: 'How many to keep. One is saved before each run. 0: none.',
  store: 'Store',
  theme: 'Appearance',
  contrast: 'Contrast',
  contrasts: { system: 'System', more: 'More' },
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  sections: { set: 'Training set', work: 'Assess and generate', services: 'Services', look: 'Appearance' },
  source: {
    'library address': 'The store that this library was opened from.',
    fleet: 'Set for the whole fleet with “evencast fleet init”.',
    flag: 'Set by a command-line flag and can’t be changed here.',
    environment: 'Set by an environment variable and can’t be changed here.',
    library: 'Set for this library.',
    user: 'Set for all libraries.',
    default: 'default',
  },
  resetLabel: (name: string) => `Reset ${name} to its inherited value`,
  sumZero: 'At least one share must be above 0.',
} as const

export const trash = {
  title: 'Trash',
  empty: 'The trash is empty',
  emptyText: 'Removed images stay here until you empty the trash.',
  restore: (n: number) => (n === 0 ? 'Restore' : `Restore ${n}`),
  emptyNow: 'Empty trash',
  sure: (n: number, copies: number) => {
    const parts = [n > 0 ? images(n) : '', copies > 0 ? `${plural(copies, 'copy', 'copies')} in the store’s trash` : '']
    return `Permanently delete ${parts.filter(Boolean).join(' and ')}?`
  },
  sureYes: 'Delete permanently',
  emptied: (n: number, size: number, copies: number, there: number) =>
    `Deleted ${plural(n, 'file')} and freed ${bytes(size)}${copies > 0 ? `; deleted ${plural(copies, 'copy', 'copies')} from the store and freed ${bytes(there)} there` : ''}.`,
  emptiedPartly: (problem: string) => `Couldn’t empty the store’s trash: ${problem}`,
  restored: (n: number) => `Restored ${images(n)}.`,
  loading: 'Loading trash…',
} as const

export const verify = {
  title: 'Verify',
  ok: 'No problems found',
  okText: 'Manifests, files, numbering, mix and store are consistent.',
  findings: (n: number) => plural(n, 'problem'),
  /** Headings of findings, by kind. */
  kinds: {
    content_changed: 'Changed since they were recorded',
    duplicate_prompt: 'Prompts used twice',
    folder: 'Folders that could not be read',
    missing_file: 'Files that are gone',
    no_manifest: 'No manifest yet',
    not_in_manifest: 'Not in the manifest',
    not_measured: 'Images that could not be measured',
    not_read: 'Files that are not read',
    orphan: 'Captions and masks without an image',
    same_index: 'Numbers used twice',
    same_stem: 'Images that share a name or a caption',
    store_url: 'Store addresses',
    style_mix: 'Style mix',
    unclassified: 'No style yet',
    unreadable: 'Damaged files',
  } satisfies Readonly<Record<FindingKind, string>> as Readonly<Record<string, string>>,
  about: (n: number) => plural(n, 'selected actor'),
  again: 'Check again',
  loading: 'Checking manifests against files…',
} as const
