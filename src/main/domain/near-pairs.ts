import { loadKernels } from '../kit/kernels.ts'
import { bitCount } from './bit-count.ts'
import { BYTES } from './kernels/bytes.ts'

/** Hashes of one image in four 32-bit words: two of the difference hash, two of the frequency hash. */
export interface Hashed {
  readonly hashes: Int32Array
  /** Hashes of the mirrored image. */
  readonly mirroredHashes: Int32Array
}

/** Most bits in which two difference hashes and two frequency hashes may differ. */
export interface Radius {
  readonly dhash: number
  readonly phash: number
}

export type Pair = readonly [number, number]

/** Number of images below which trying every pair is faster than building the tables. */
const TABLES_FROM = 3000

/**
 * Largest radius for the tables: two difference hashes that differ in at most eight bits differ in at most two bits of one of three parts,
 * which `pairs.as` searches.
 */
const TABLES_UP_TO = 8

/**
 * Returns pairs of indices, the lower first, of images whose hashes agree, mirrored or not, sorted by the higher and then the lower index.
 * The result is that of trying every pair, which is done for fewer images than `tablesFrom`.
 */
export function nearPairs(images: readonly Hashed[], radius: Radius, tablesFrom = TABLES_FROM): readonly Pair[] {
  const pairs =
    images.length < tablesFrom || radius.dhash > TABLES_UP_TO
      ? everyPair(images, radius)
      : pairsByTables(images, radius)
  return pairs.sort(([a, b], [c, d]) => b - d || a - c)
}

function everyPair(images: readonly Hashed[], radius: Radius): Pair[] {
  const pairs: Pair[] = []
  const own = new Int32Array(4 * images.length)
  const mirrored = new Int32Array(4 * images.length)
  layOut(images, own, mirrored)
  for (let j = 0; j < own.length / 4; j++)
    for (let i = 0; i < j; i++)
      if (agree(own, i, own, j, radius) || agree(mirrored, i, own, j, radius) || agree(mirrored, j, own, i, radius))
        pairs.push([i, j])
  return pairs
}

/** The kernels are loaded for each call, so that the memory for many images is released. */
function pairsByTables(images: readonly Hashed[], { dhash, phash }: Radius): Pair[] {
  const { kernel, places, numbersAt } = loadKernels(BYTES)
  const length = 4 * images.length
  const [hashes = 0, room = 0] = places(8 * length, 0)
  layOut(images, numbersAt(hashes, length), numbersAt(hashes + 4 * length, length))
  const count = kernel('nearPairs')(hashes, images.length, dhash, phash, room)
  const found = numbersAt(kernel('pairsAt')(), 2 * count)
  return Array.from({ length: count }, (_, n) => [found[2 * n]!, found[2 * n + 1]!])
}

function agree(a: Int32Array, i: number, b: Int32Array, j: number, { dhash, phash }: Radius): boolean {
  const [from, to] = [4 * i, 4 * j]
  const half = bitCount(a[from]! ^ b[to]!)
  return (
    half <= dhash &&
    half + bitCount(a[from + 1]! ^ b[to + 1]!) <= dhash &&
    bitCount(a[from + 2]! ^ b[to + 2]!) + bitCount(a[from + 3]! ^ b[to + 3]!) <= phash
  )
}

/** Copies word by word, because setting a few at once takes far longer. */
function layOut(images: readonly Hashed[], own: Int32Array, mirrored: Int32Array): void {
  for (let i = 0, at = 0; i < images.length; i++) {
    const { hashes, mirroredHashes } = images[i]!
    for (let n = 0; n < 4; n++, at++) {
      own[at] = hashes[n]!
      mirrored[at] = mirroredHashes[n]!
    }
  }
}
