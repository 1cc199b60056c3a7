import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bitCount } from '../../../src/main/domain/bit-count.ts'
import { type Hashed, nearPairs } from '../../../src/main/domain/near-pairs.ts'

const RADIUS = { dhash: 8, phash: 12 }

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const bits = fc.array(fc.nat({ max: 127 }), { maxLength: 24 })

const flipped = (hashes: Int32Array, at: readonly number[]): Int32Array => {
  const out = Int32Array.from(hashes)
  for (const bit of at) out[bit >>> 5]! ^= 1 << (bit & 31)
  return out
}

/** A few pictures and what is left of their hashes after some bits have changed, either way round. */
const images: fc.Arbitrary<readonly Hashed[]> = fc
  .tuple(
    fc.array(fc.tuple(word, word, word, word, word, word, word, word), { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(), bits, bits, fc.boolean()), { maxLength: 40 }),
  )
  .map(([pictures, copies]) =>
    copies.map(([of, own, mirrored, turned]) => {
      const picture = pictures[of % pictures.length]!
      const [one, other] = [Int32Array.from(picture.slice(0, 4)), Int32Array.from(picture.slice(4))]
      return {
        hashes: flipped(turned ? other : one, own),
        mirroredHashes: flipped(turned ? one : other, mirrored),
      }
    }),
  )

it('finds by tables what trying every pair finds', () => {
  fc.assert(
    fc.property(images, (some) => {
      expect(nearPairs(some, RADIUS, 0)).toEqual(nearPairs(some, RADIUS, Infinity))
    }),
    { numRuns: 30 },
  )
})

it('counts bits', () => {
  fc.assert(
    fc.property(word, (value) => {
      expect(bitCount(value)).toBe((value >>> 0).toString(2).replaceAll('0', '').length)
    }),
  )
})
