import { count } from './format.ts'
import { images, plural, presets } from './words.ts'

export const targets = {
  command: 'Target…',
  commandAll: 'Targets of all actors…',
  title: (n: number, name: string) => (n === 1 ? `Target of ${name}` : `Target of ${plural(n, 'actor')}`),
  intro: 'How many images the set should hold, and in which mix. Stored in each actor’s actor.json. You can undo it.',
  choose: 'Target',
  presets: {
    ...presets,
    library: 'Library target',
    own: 'Own mix',
  },
  texts: {
    standard: 'Mostly photographs, some drawings.',
    photographs: 'For a real person without illustrations.',
    illustrated: 'For a character that exists only in drawings.',
    library: 'Uses the target in the library’s settings.',
    own: 'Your own total and shares.',
  },
  total: 'Total',
  apply: (n: number) => (n === 1 ? 'Set target' : `Set target for ${plural(n, 'actor')}`),
  set: (n: number) => `Target set for ${plural(n, 'actor')}.`,
  proposed: 'Proposed',
  use: (preset: keyof typeof presets) => `Use “${presets[preset]}”`,
  other: 'Other target…',
  sumZero: 'At least one share must be above 0.',
  mix: (photo: number, bw: number, colour: number) =>
    [
      photo > 0 ? `${count(photo)} photo` : '',
      bw > 0 ? `${count(bw)} B&W` : '',
      colour > 0 ? `${count(colour)} colour` : '',
    ]
      .filter(Boolean)
      .join(' · '),
} as const

export const promises = {
  command: 'Kept images…',
  title: 'Kept images',
  intro: 'Images you kept. No plan removes them until you release them.',
  empty: 'Nothing is kept',
  emptyText: 'Press K on an image, or keep it in a plan, and no plan removes it.',
  loading: 'Listing kept images…',
  releaseChosen: (n: number) => (n === 0 ? 'Release' : `Release ${images(n)}`),
  toggle: 'Keep or release',
  keptNow: (n: number, kept: boolean) =>
    kept ? `Kept ${images(n)}. No plan removes ${n === 1 ? 'it' : 'them'}.` : `Released ${images(n)}.`,
  mark: 'kept by you: no plan removes it',
  clean: 'no issues',
} as const
