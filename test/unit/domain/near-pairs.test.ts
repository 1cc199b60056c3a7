import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bitCount } from '../../../src/main/domain/bit-count.ts'
import { SOURCE } from '../../../src/main/domain/kernels/bytes.ts'
import { type Hashed, nearPairs } from '../../../src/main/domain/near-pairs.ts'
import { createRandom } from '../../../src/main/generation/local/random.ts'

const RADIUS = { dhash: 8, phash: 12 }

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const bits = fc.array(fc.nat({ max: 127 }), { maxLength: 24 })

const flipped = (hashes: Int32Array, at: readonly number[]): Int32Array => {
  const out = Int32Array.from(hashes)
  for (const bit of at) out[bit >>> 5]! ^= 1 << (bit & 31)
  return out
}

/** A few pictures and copies of their hashes with some bits changed, mirrored or not. */
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

it('finds more pairs than there was room for', () => {
  const random = createRandom(7)
  const words = () => Int32Array.from({ length: 4 }, () => random.between(-(2 ** 31), 2 ** 31))
  const others = Array.from({ length: 300 }, () => ({ hashes: words(), mirroredHashes: words() }))
  const same = Array.from({ length: 1500 }, () => others[0]!)
  const some = [...others, ...same]
  const found = nearPairs(some, RADIUS, 0)
  expect(found).toHaveLength((1501 * 1500) / 2)
  const numbers = (pairs: typeof found) => Buffer.from(Int32Array.from(pairs.flat()).buffer)
  expect(Buffer.compare(numbers(found), numbers(nearPairs(some, RADIUS, Infinity)))).toBe(0)
})

it('searches by what was compiled from the source', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../src/main/domain/kernels/pairs.as'))
  expect(SOURCE, 'Run "npm run kernels".').toBe(createHash('sha256').update(source).digest('hex'))
})

it('counts bits', () => {
  fc.assert(
    fc.property(word, (value) => {
      expect(bitCount(value)).toBe((value >>> 0).toString(2).replaceAll('0', '').length)
    }),
  )
})
