import { bytes, count } from '../ui/format.ts'
import { images, plural } from './words.ts'

export const settings = {
  title: 'Settings',
  scopes: { library: 'This library', user: 'All libraries' },
  scope: 'Applies to',
  target: 'Target',
  total: 'Images per actor',
  shares: 'Mix',
  preview: (parts: readonly string[]) => parts.join(' · '),
  policy: 'Too many images',
  policies: { trim: 'Drop the worst', keep: 'Keep them all' },
  policyHint: 'What goes lies in the trash and can be brought back.',
  evaluator: 'Evaluator',
  evaluators: { local: 'On this machine', openai: 'OpenAI' },
  generator: 'Generator',
  concurrency: 'Generations at once',
  maxCost: 'Cost limit per run',
  maxCostHint: 'A run stops before it would cost more. Empty: no limit.',
  store: 'Store',
  theme: 'Appearance',
  contrast: 'Contrast',
  contrasts: { system: 'System', more: 'More' },
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  sections: { set: 'The set', work: 'Assess and generate', services: 'Services', look: 'Appearance' },
  source: {
    flag: 'Set by a command-line flag; it cannot be changed here.',
    environment: 'Set by the environment; it cannot be changed here.',
    library: 'Set for this library.',
    user: 'Set for all libraries.',
    default: 'default',
  },
  resetLabel: (name: string) => `Reset ${name} to what applies below it`,
  sumZero: 'At least one share must be above 0.',
} as const

export const trash = {
  title: 'Trash',
  empty: 'The trash is empty',
  emptyText: 'Images that a plan drops wait here until you empty it.',
  restore: (n: number) => (n === 0 ? 'Restore' : `Restore ${n}`),
  emptyNow: 'Empty trash',
  sure: (n: number) => `Delete ${images(n)} for good?`,
  sureYes: 'Delete for good',
  emptied: (n: number, size: number) => `Deleted ${plural(n, 'file')}, ${bytes(size)} freed.`,
  restored: (n: number) => `Restored ${images(n)}.`,
  all: 'Select all',
  more: (n: number) => `${count(n)} more, not listed.`,
  loading: 'Looking into the trash…',
} as const

export const verify = {
  title: 'Verify',
  ok: 'Everything is in order',
  okText: 'Manifests, files, numbering, mix and store agree.',
  findings: (n: number) => plural(n, 'finding'),
  again: 'Check again',
  loading: 'Checking manifests against files…',
} as const

export const sync = {
  title: 'Sync with the store',
  loading: 'Comparing with the store…',
  upload: (n: number) => `${plural(n, 'file')} to upload`,
  download: (n: number) => `${plural(n, 'file')} to download`,
  remove: (n: number) => `${plural(n, 'file')} only in the store`,
  removeToo: 'Delete them there too',
  conflicts: (n: number) => `${plural(n, 'conflict')}, left alone`,
  failed: (n: number) => `${plural(n, 'file')} could not be read`,
  size: (n: number) => `${bytes(n)} to transfer`,
  same: 'The store is in step. There is nothing to do.',
  start: 'Sync now',
  settings: 'Open settings',
} as const
