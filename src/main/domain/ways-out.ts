import type { Shortfall } from './plan.ts'
import { PICTURES_HIDDEN } from './skipped.ts'

export const WAYS = ['generator', 'photographs', 'target', 'review'] as const

export interface WayOut {
  readonly way: (typeof WAYS)[number]
  readonly text: string
}

/** What is missing in truth: not what lies in the folder, only unread. That is mended there, and a sentence of the plan says how. */
export const missingInTruth = <T extends Pick<Shortfall, 'why'>>(shortfalls: readonly T[]): readonly T[] =>
  shortfalls.filter(({ why }) => why !== PICTURES_HIDDEN)

/** Ways to close a gap that cannot be closed on this machine, in words; none where nothing is missing. */
export function waysOut({
  actorId,
  shortfalls,
  generator,
  hasBase,
}: {
  readonly actorId: string
  readonly shortfalls: readonly Shortfall[]
  readonly generator: string
  readonly hasBase: boolean
}): readonly WayOut[] {
  const open = missingInTruth(shortfalls)
  const missing = open.reduce((all, shortfall) => all + shortfall.missing, 0)
  if (missing === 0) return []
  const photographs = open.some(({ type }) => type === 'photorealistic')
  const what = photographs ? 'photograph' : 'image'
  const several = missing === 1 ? what : `${what}s`
  const generators: readonly WayOut[] =
    generator !== 'local'
      ? []
      : [
          {
            way: 'generator',
            text: hasBase
              ? 'Choose Replicate as the generator: it makes images from the base image.'
              : 'Put a base image into the base_image folder and choose Replicate as the generator.',
          },
        ]
  return [
    ...generators,
    { way: 'photographs', text: `Add ${missing} ${several} of ${actorId}.` },
    {
      way: 'target',
      text: photographs
        ? 'Choose another target: an illustrated character needs no photographs.'
        : 'Choose another target: fewer images, or another mix.',
    },
  ]
}

/** What is in doubt is settled by looking at it. `what`: the actors, with what is left of a single one. */
export const reviewWay = (what: string): WayOut => ({
  way: 'review',
  text: `Review ${what}: keep each image, choose its style, or reject it.`,
})
