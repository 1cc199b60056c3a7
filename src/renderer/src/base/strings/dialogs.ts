import { bytes, count } from './format.ts'
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
  maxCost: 'Cost limit',
  maxCostHint: 'Looking and making stop before they would cost more together. Empty: no limit.',
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
  sure: (n: number, copies: number) => {
    const parts = [n > 0 ? images(n) : '', copies > 0 ? `${plural(copies, 'copy', 'copies')} in the store’s trash` : '']
    return `Delete ${parts.filter(Boolean).join(' and ')} for good?`
  },
  sureYes: 'Delete for good',
  emptied: (n: number, size: number, copies: number, there: number) =>
    `Deleted ${plural(n, 'file')}, ${bytes(size)} freed${copies > 0 ? `; ${plural(copies, 'copy', 'copies')} in the store, ${bytes(there)} freed there` : ''}.`,
  emptiedPartly: (problem: string) => `The store’s trash could not be emptied: ${problem}`,
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
  about: (n: number) => plural(n, 'selected actor'),
  again: 'Check again',
  loading: 'Checking manifests against files…',
} as const
