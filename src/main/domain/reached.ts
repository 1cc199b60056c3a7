import type { Shortfall } from './plan.ts'
import { isPhotograph, reviewWay, type WayOut } from './ways-out.ts'

/** Why a set is not balanced after a run, in the order in which it is asked. */
export const NEEDS = ['photographs', 'images', 'retry', 'files', 'review', 'assessment', 'plan'] as const
type Need = (typeof NEEDS)[number]

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
  readonly actorId: string
  readonly balanced: boolean
  readonly shortfalls: readonly Pick<Shortfall, 'type' | 'missing'>[]
  /** Steps failed, or were left open when the run stopped. */
  readonly unfinished: boolean
  readonly unassessed: number
  /** It could not even be planned, and so is not balanced. */
  readonly unplanned: boolean
  /** Its folder holds images that are not read, and nothing else. */
  readonly unread: boolean
  /** What a person can settle by looking: "1 unsure, 2 blurred"; empty: nothing. */
  readonly toSettle: string
}

function needOf({ shortfalls, unfinished, unassessed, unplanned, unread }: SetAfterRun): Need {
  if (unplanned) return 'plan'
  if (unfinished) return 'retry'
  if (unread) return 'files'
  if (shortfalls.some(({ type, missing }) => missing > 0 && isPhotograph(type))) return 'photographs'
  if (shortfalls.some(({ missing }) => missing > 0)) return 'images'
  return unassessed > 0 ? 'assessment' : 'review'
}

const WORDS: Readonly<Record<Need, readonly [one: string, many: string]>> = {
  photographs: ['needs photographs', 'need photographs'],
  images: ['needs images', 'need images'],
  retry: ['is not finished', 'are not finished'],
  files: ['has only files that are not read', 'have only files that are not read'],
  review: ['needs a review', 'need a review'],
  assessment: ['is not assessed', 'are not assessed'],
  plan: ['could not be planned', 'could not be planned'],
}

const NAMED = 3

/** "ann, bob, carl and 2 more". */
export function namedActors(actorIds: readonly string[]): string {
  const more = actorIds.length > NAMED + 1 ? actorIds.length - NAMED : 0
  const names = more > 0 ? actorIds.slice(0, NAMED) : actorIds
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `sets`: every actor that was asked for, also those with nothing to do and those that could not be planned. */
export function reachedBy(sets: readonly SetAfterRun[]): Reached {
  const balanced = sets.filter((set) => set.balanced).length
  const open = Map.groupBy(
    sets.filter((set) => !set.balanced),
    needOf,
  )
  const needs = NEEDS.flatMap((need) => {
    const actors = open.get(need)?.length ?? 0
    return actors > 0 ? [{ need, actors }] : []
  })
  const said = needs.map(({ need, actors }) => {
    const which = need === 'plan' ? ` (${namedActors((open.get(need) ?? []).map(({ actorId }) => actorId))})` : ''
    return `${actors} ${WORDS[need][actors === 1 ? 0 : 1]}${which}`
  })
  return { balanced, of: sets.length, needs, text: [`${balanced} of ${sets.length} balanced`, ...said].join(' · ') }
}

/** The way to settle what only a person can, for the sets of which nothing else is wanted. */
export function reviewOf(sets: readonly SetAfterRun[]): readonly WayOut[] {
  const due = sets.filter((set) => !set.balanced && set.toSettle !== '' && needOf(set) === 'review')
  const [only, ...others] = due
  if (!only) return []
  return [
    reviewWay(others.length === 0 ? `${only.actorId} (${only.toSettle})` : namedActors(due.map((set) => set.actorId))),
  ]
}
