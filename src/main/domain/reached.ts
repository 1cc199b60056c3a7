import type { Shortfall } from './plan.ts'
import type { Style } from './style.ts'
import type { WayOut } from './ways-out.ts'

/** Why a set is not balanced after a run, in the order in which it is asked. */
export const NEEDS = ['photographs', 'images', 'retry', 'review', 'assessment'] as const
export type Need = (typeof NEEDS)[number]

/** What a run came to. */
export interface Reached {
  readonly balanced: number
  readonly of: number
  /** What the others need, each actor once. */
  readonly needs: readonly { readonly need: Need; readonly actors: number }[]
  /** "2 of 7 balanced · 5 need photographs". */
  readonly text: string
}

/** The same, once its run has ended, with the ways out for what is left. */
export interface RunReached extends Reached {
  readonly waysOut: readonly WayOut[]
}

export interface SetAfterRun {
  readonly balanced: boolean
  readonly shortfalls: readonly Pick<Shortfall, 'type' | 'missing'>[]
  /** Steps failed, or were left open when the run stopped. */
  readonly unfinished: boolean
  readonly unassessed: number
}

const isPhotograph = (style: Style): boolean => style === 'photorealistic'

function needOf({ shortfalls, unfinished, unassessed }: SetAfterRun): Need {
  if (unfinished) return 'retry'
  if (shortfalls.some(({ type, missing }) => missing > 0 && isPhotograph(type))) return 'photographs'
  if (shortfalls.some(({ missing }) => missing > 0)) return 'images'
  return unassessed > 0 ? 'assessment' : 'review'
}

const WORDS: Readonly<Record<Need, readonly [one: string, many: string]>> = {
  photographs: ['needs photographs', 'need photographs'],
  images: ['needs images', 'need images'],
  retry: ['is not finished', 'are not finished'],
  review: ['needs a review', 'need a review'],
  assessment: ['is not assessed', 'are not assessed'],
}

export function reachedBy(sets: readonly SetAfterRun[]): Reached {
  const balanced = sets.filter((set) => set.balanced).length
  const open = sets.filter((set) => !set.balanced).map(needOf)
  const needs = NEEDS.flatMap((need) => {
    const actors = open.filter((each) => each === need).length
    return actors > 0 ? [{ need, actors }] : []
  })
  const said = needs.map(({ need, actors }) => `${actors} ${WORDS[need][actors === 1 ? 0 : 1]}`)
  return { balanced, of: sets.length, needs, text: [`${balanced} of ${sets.length} balanced`, ...said].join(' · ') }
}
