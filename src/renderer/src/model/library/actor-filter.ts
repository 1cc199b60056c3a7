import { isGapKnown } from '../../../../main/contract/actor-columns.ts'
import type { ActorView } from '../../../../main/contract/views.ts'

export type ActorFilter = 'all' | ActorView['state']
export type ActorSort = 'gap' | 'name'

export interface ActorQuery {
  readonly text: string
  readonly filter: ActorFilter
  readonly sort: ActorSort
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Distance of a set from balanced: missing images count more than surplus ones. */
const distance = (actor: ActorView) => actor.deficit * 10_000 + actor.surplus

/** Filters and sorts actors; every typed word must occur in the name. */
export function queryActors(actors: readonly ActorView[], query: ActorQuery): readonly ActorView[] {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = actors.filter((actor) => {
    if (query.filter !== 'all' && actor.state !== query.filter) return false
    const name = actor.actorId.toLowerCase()
    return words.every((word) => name.includes(word))
  })
  const named = (actor: ActorView) => Number(actor.actorId.toLowerCase() === query.text.trim().toLowerCase())
  return found.sort(
    (a, b) =>
      // An exact match of the name comes first.
      named(b) - named(a) ||
      (query.sort === 'gap' ? distance(b) - distance(a) : 0) ||
      byName.compare(a.actorId, b.actorId),
  )
}

export interface ActorTotals {
  readonly actors: number
  readonly balanced: number
  readonly missing: number
  readonly unassessed: number
  /** Assessed, and what is missing is not known all the same: files that are not read, or a folder that failed. */
  readonly unknown: number
  readonly byState: Readonly<Record<ActorView['state'], number>>
}

export function totalsOf(actors: readonly ActorView[]): ActorTotals {
  const byState = { unassessed: 0, unbalanced: 0, balanced: 0, failed: 0, running: 0 }
  let missing = 0
  let unknown = 0
  for (const actor of actors) {
    byState[actor.state]++
    if (isGapKnown(actor)) missing += actor.deficit
    else if (actor.unassessed === 0 && actor.state !== 'unassessed') unknown++
  }
  return {
    actors: actors.length,
    balanced: byState.balanced,
    unassessed: byState.unassessed,
    unknown,
    missing,
    byState,
  }
}
