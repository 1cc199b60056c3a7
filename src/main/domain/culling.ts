import type { Verdict } from './assessment.ts'
import type { DecidedBy } from './image.ts'

/** Properties of an image that decide how much it needs a review. */
export interface Doubtful {
  readonly decidedBy: DecidedBy | null
  readonly unsure: boolean
  readonly verdict: Verdict | null
  /** Confidence of the guessed style, 0..1; null when not measured. */
  readonly confidence: number | null
}

/** Steps of confidence: finer differences mean nothing, and integers can be sorted by counting. */
const STEPS = 1000

const RANKS = ['doubtful', 'look', 'good', 'rejected', 'aside', 'decided'] as const
type Rank = (typeof RANKS)[number]

/**
 * Returns the rank in which a person should see the image: its style is a guess or unknown; it has a problem; it seems good; it seems bad;
 * a person was unsure of it before; a person has decided.
 */
function rankOf({ decidedBy, unsure, verdict }: Doubtful): Rank {
  // A rejection is a decision, whatever the image's style.
  if (decidedBy === 'human') return unsure && verdict !== 'reject' ? 'aside' : 'decided'
  if (verdict === 'reject') return 'rejected'
  if (unsure || verdict === null) return 'doubtful'
  return verdict === 'review' ? 'look' : 'good'
}

/**
 * Returns true when a person still has to decide on the image's style or problems. An image that was left as unsure counts until it is
 * decided.
 */
export const isLeft = (image: Doubtful): boolean =>
  image.verdict !== null && ['doubtful', 'look', 'aside'].includes(rankOf(image))

/** Returns the image's position, lower is sooner: within a rank the least confident first, unmeasured ones last. */
export function placeOf(image: Doubtful): number {
  const sure = image.confidence === null ? STEPS : Math.round(Math.min(1, Math.max(0, image.confidence)) * (STEPS - 1))
  return RANKS.indexOf(rankOf(image)) * (STEPS + 1) + sure
}

/** Sorts by counting, so that a library of hundreds of thousands of images can be added in slices and is never sorted at once. */
export function createCullingOrder<Id>() {
  const places: Id[][] = []
  const groups = new Map<string, { readonly ids: Id[]; place: number }>()
  let decided = 0
  return {
    /**
     * Adds an image. Images of equal position keep the order in which they were added; doubtful images of a group stay together at the
     * position of the least confident.
     */
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
    /** Returns the images, most doubtful first; the first `open` of them are not decided yet. */
    list(): { readonly ids: readonly Id[]; readonly open: number } {
      const all = [...places]
      for (const { ids, place } of groups.values()) all[place] = [...(all[place] ?? []), ...ids]
      const ids = all.flatMap((some) => some ?? [])
      return { ids, open: ids.length - decided }
    },
  }
}
