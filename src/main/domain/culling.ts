import type { Verdict } from './assessment.ts'
import type { DecidedBy } from './image.ts'

/** What of an image says how much it needs a person's eye. */
export interface Doubtful {
  readonly decidedBy: DecidedBy | null
  readonly unsure: boolean
  readonly verdict: Verdict | null
  /** Of the guessed style, 0..1; null when nobody measured it. */
  readonly confidence: number | null
}

/** Per mille of confidence: finer differences say nothing, and whole numbers are sorted by counting. */
const STEPS = 1000

const RANKS = ['doubtful', 'look', 'good', 'rejected', 'aside', 'decided'] as const
type Rank = (typeof RANKS)[number]

/**
 * Images in the order in which a person should look at them: the style is only a guess, or nothing is known; something is wrong with it;
 * it seems good; it seems bad; a person was not sure before; a person has decided.
 */
function rankOf({ decidedBy, unsure, verdict }: Doubtful): Rank {
  // A rejection is a decision, whatever style the image has.
  if (decidedBy === 'human') return unsure && verdict !== 'reject' ? 'aside' : 'decided'
  if (verdict === 'reject') return 'rejected'
  if (unsure || verdict === null) return 'doubtful'
  return verdict === 'review' ? 'look' : 'good'
}

/** Whether a person has still to settle it: its style, or what was found. One that was left unsure counts until it is decided. */
export const isLeft = (image: Doubtful): boolean =>
  image.verdict !== null && ['doubtful', 'look', 'aside'].includes(rankOf(image))

/** Its place, lower is sooner: the less sure within a rank, the sooner; what nobody measured comes after what was. */
export function placeOf(image: Doubtful): number {
  const sure = image.confidence === null ? STEPS : Math.round(Math.min(1, Math.max(0, image.confidence)) * (STEPS - 1))
  return RANKS.indexOf(rankOf(image)) * (STEPS + 1) + sure
}

/** Sorts by counting, so that a library of hundreds of thousands is taken in slice by slice and never sorted in one go. */
export function createCullingOrder<Id>() {
  const places: Id[][] = []
  const groups = new Map<string, { readonly ids: Id[]; place: number }>()
  let decided = 0
  return {
    /** Images of the same place keep the order in which they are added; doubtful ones of a group stay together, where its least sure one is. */
    add(id: Id, image: Doubtful, group: string | null = null): void {
      const rank = rankOf(image)
      if (rank === 'decided') decided++
      const place = placeOf(image)
      if (group === null || rank !== 'doubtful') {
        ;(places[place] ??= []).push(id)
        return
      }
      const known = groups.get(group)
      known?.ids.push(id)
      if (known) known.place = Math.min(known.place, place)
      else groups.set(group, { ids: [id], place })
    },
    /** The most doubtful first; the first `open` of them no person has decided yet. */
    list(): { readonly ids: readonly Id[]; readonly open: number } {
      const all = [...places]
      for (const { ids, place } of groups.values()) all[place] = [...(all[place] ?? []), ...ids]
      const ids = all.flatMap((some) => some ?? [])
      return { ids, open: ids.length - decided }
    },
  }
}
