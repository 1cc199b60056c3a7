import type { Shortfall } from './plan.ts'
import { PICTURES_HIDDEN } from './skipped.ts'
import type { Style } from './style.ts'

export const WAYS = ['generator', 'photographs', 'target', 'review'] as const

export interface WayOut {
  readonly way: (typeof WAYS)[number]
  readonly text: string
}

/**
 * Returns shortfalls of images that are really missing, not merely unreadable: those are fixed in the folder, and a sentence of the plan
 * explains how.
 */
export const missingInTruth = <T extends Pick<Shortfall, 'why'>>(shortfalls: readonly T[]): readonly T[] =>
  shortfalls.filter(({ why }) => why !== PICTURES_HIDDEN)

export const isPhotograph = (style: Style): boolean => style === 'photorealistic'

const numbered = (n: number, what: string): readonly string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? '' : 's'}`])

/** Returns ways to fill a gap that cannot be filled on this machine, in words; none when nothing is missing. */
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
  const drawn = open.reduce((all, shortfall) => all + (isPhotograph(shortfall.type) ? 0 : shortfall.missing), 0)
  const parts = [numbered(missing - drawn, 'photograph'), numbered(drawn, 'illustration')].flat()
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
    { way: 'photographs', text: `Add ${parts.join(' and ')} of ${actorId}.` },
    {
      way: 'target',
      text:
        drawn === 0
          ? 'Choose another target: an illustrated character needs no photographs.'
          : `Choose another target: fewer images, or ${drawn < missing ? 'no photographs' : 'another mix'}.`,
    },
  ]
}

/** Returns the review as a way out. `what` names the actors, with what is left for a single one. */
export const reviewWay = (what: string): WayOut => ({
  way: 'review',
  text: `Review ${what}: keep each image, choose its style, or reject it.`,
})
