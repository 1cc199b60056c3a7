import { placeOf } from './culling.ts'
import type { Filterable } from './filter/fields.ts'

export const SORTS = ['name', 'doubt', 'quality', 'date', 'similarity'] as const
export type Sort = (typeof SORTS)[number]

export interface Order {
  readonly by: Sort
  readonly descending: boolean
}

/** What of an image is sorted by, beside its name. */
export type Sortable = Pick<Filterable, 'decidedBy' | 'unsure' | 'verdict' | 'confidence' | 'quality' | 'dateMs'> & {
  readonly hashes: string | null
}

/** The number an image is sorted by; null is always last. */
export function rankOf(image: Sortable, by: 'doubt' | 'quality' | 'date'): number | null {
  switch (by) {
    case 'doubt':
      return placeOf(image)
    case 'quality':
      return image.quality
    case 'date':
      return image.dateMs
  }
}

const BITS = Uint8Array.from({ length: 16 }, (_, nibble) => [1, 2, 4, 8].filter((bit) => nibble & bit).length)

/** In how many of their bits two rows of hex digits differ. */
function apart(a: Uint8Array, b: Uint8Array): number {
  let bits = 0
  for (let at = 0; at < a.length; at++) bits += BITS[(a[at] ?? 0) ^ (b[at] ?? 0)] ?? 0
  return bits
}

const digitsOf = (hashes: string): Uint8Array => Uint8Array.from(hashes, (digit) => Number.parseInt(digit, 16))

/** Beyond this many, a chain costs more than it shows: the next one begins. */
export const LONGEST_CHAIN = 400

/**
 * Indices in an order that puts what looks alike side by side: begins with the first and goes on each time to the nearest that is left
 * (of several, the earliest). What has no hash comes last, in its own order.
 */
export function similarOrder(hashes: readonly (string | null)[]): readonly number[] {
  const known = hashes.flatMap((each, index) => (each === null ? [] : [{ index, digits: digitsOf(each) }]))
  const order: number[] = []
  for (let start = 0; start < known.length; start += LONGEST_CHAIN) {
    const left = known.slice(start, start + LONGEST_CHAIN)
    let [last] = left.splice(0, 1)
    while (last) {
      order.push(last.index)
      const { digits } = last
      let nearest = 0
      let least = Number.POSITIVE_INFINITY
      for (const [at, each] of left.entries()) {
        const distance = apart(digits, each.digits)
        if (distance < least) [nearest, least] = [at, distance]
      }
      ;[last] = left.splice(nearest, 1)
    }
  }
  return [...order, ...hashes.flatMap((each, index) => (each === null ? [index] : []))]
}

/** Sorts images that come in the order of their names. */
export function sortImages<T extends Sortable>(images: readonly T[], { by, descending }: Order): readonly T[] {
  if (by === 'name') return descending ? images.toReversed() : images
  if (by === 'similarity') {
    const order = similarOrder(images.map((image) => image.hashes))
    const sorted = order.flatMap((index) => images[index] ?? [])
    return descending ? sorted.toReversed() : sorted
  }
  const ranked = images.map((image) => ({ image, rank: rankOf(image, by) }))
  const sign = descending ? -1 : 1
  return ranked
    .sort((a, b) => {
      if (a.rank === null || b.rank === null) return Number(a.rank === null) - Number(b.rank === null)
      return sign * (a.rank - b.rank)
    })
    .map(({ image }) => image)
}
