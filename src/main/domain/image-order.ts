import { placeOf } from './culling.ts'
import type { Filterable } from './filter/fields.ts'

export const SORTS = ['name', 'doubt', 'quality', 'date', 'similarity', 'face'] as const
export type Sort = (typeof SORTS)[number]

export interface Order {
  readonly by: Sort
  readonly descending: boolean
}

/** Properties that images are sorted by, besides the name. */
export type Sortable = Pick<
  Filterable,
  'decidedBy' | 'unsure' | 'verdict' | 'confidence' | 'quality' | 'dateMs' | 'face'
> & {
  readonly hashes: string | null
}

/** Returns the number that an image is sorted by; null always sorts last. */
function rankOf(image: Sortable, by: 'doubt' | 'quality' | 'date' | 'face'): number | null {
  switch (by) {
    case 'doubt':
      return placeOf(image)
    case 'quality':
      return image.quality
    case 'date':
      return image.dateMs
    case 'face':
      return image.face
  }
}

/** Counts the set bits of a 32-bit number. */
function bitsIn(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Counts the bits in which two hashes differ. */
export function apart(a: Uint32Array, b: Uint32Array): number {
  let bits = 0
  for (let at = 0; at < a.length; at++) bits += bitsIn((a[at] ?? 0) ^ (b[at] ?? 0))
  return bits
}

const DIGITS_PER_WORD = 8

/** Parses hashes in hex to 32-bit words. */
export function wordsOf(hex: string): Uint32Array {
  const words = new Uint32Array(Math.ceil(hex.length / DIGITS_PER_WORD))
  for (let at = 0; at < words.length; at++)
    words[at] = Number.parseInt(hex.slice(at * DIGITS_PER_WORD, (at + 1) * DIGITS_PER_WORD), 16)
  return words
}

/** Most images in a chain; the cost grows faster than the benefit, so another chain starts after that. */
export const LONGEST_CHAIN = 400

/**
 * Returns indices in an order that places similar images next to each other: it starts with the first and continues with the nearest one
 * left (the earliest of several). Images without a hash come last, in their own order.
 */
export function similarOrder(hashes: readonly (string | null)[]): readonly number[] {
  const known = hashes.flatMap((each, index) => (each === null ? [] : [{ index, words: wordsOf(each) }]))
  const order: number[] = []
  for (let start = 0; start < known.length; start += LONGEST_CHAIN) {
    const left = known.slice(start, start + LONGEST_CHAIN)
    let [last] = left.splice(0, 1)
    while (last) {
      order.push(last.index)
      const { words } = last
      let nearest = 0
      let least = Number.POSITIVE_INFINITY
      for (const [at, each] of left.entries()) {
        const distance = apart(words, each.words)
        if (distance < least) [nearest, least] = [at, distance]
      }
      ;[last] = left.splice(nearest, 1)
    }
  }
  return [...order, ...hashes.flatMap((each, index) => (each === null ? [index] : []))]
}

/** Sorts images that are given in the order of their names. */
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
