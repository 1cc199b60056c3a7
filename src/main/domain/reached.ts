import type { Shortfall } from './plan.ts'
import { isPhotograph, reviewWay, type WayOut } from './ways-out.ts'

/** Reasons why a set is not balanced after a run. `needOf` decides which one applies. */
export const NEEDS = ['photographs', 'images', 'retry', 'files', 'review', 'assessment', 'plan'] as const
type Need = (typeof NEEDS)[number]

/** Result of a run. */
export interface Reached {
  readonly balanced: number
  readonly of: number
  /** Needs of the other actors, one per actor. */
  readonly needs: readonly { readonly need: Need; readonly actors: number }[]
  /** Text in the form "2 of 7 balanced · 5 need photographs". */
  readonly text: string
}

/** Result of a finished run, with ways to resolve what is left. */
export interface RunReached extends Reached {
  readonly waysOut: readonly WayOut[]
}

export interface SetAfterRun {
  readonly actorId: string
  readonly balanced: boolean
  readonly shortfalls: readonly Pick<Shortfall, 'type' | 'missing'>[]
  /** True when steps failed or did not run. */
  readonly unfinished: boolean
  readonly unassessed: number
  /** True when planning failed; such a set counts as not balanced. */
  readonly unplanned: boolean
  /** True when its folder has only images that Evencast cannot read. */
  readonly unread: boolean
  /** Problems that a review resolves: "1 unsure, 2 blurred"; empty when there are none. */
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

/** Lists actors: "ann, bob, carl and 2 more". */
export function namedActors(actorIds: readonly string[]): string {
  const more = actorIds.length > NAMED + 1 ? actorIds.length - NAMED : 0
  const names = more > 0 ? actorIds.slice(0, NAMED) : actorIds
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Summarizes a run. `sets` has every requested actor, including those without steps and those that could not be planned. */
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

/** Returns the review as a way out for the sets that need nothing else. */
export function reviewOf(sets: readonly SetAfterRun[]): readonly WayOut[] {
  const due = sets.filter((set) => !set.balanced && set.toSettle !== '' && needOf(set) === 'review')
  const [only, ...others] = due
  if (!only) return []
  return [
    reviewWay(others.length === 0 ? `${only.actorId} (${only.toSettle})` : namedActors(due.map((set) => set.actorId))),
  ]
}
