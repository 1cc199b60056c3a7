import { bitCount } from './bit-count.ts'

/** Hashes of one image, four 32-bit words: two of the difference hash, two of the frequency hash. */
export interface Hashed {
  readonly hashes: Int32Array
  /** Of the image with left and right exchanged. */
  readonly mirroredHashes: Int32Array
}

/** Bits in which two difference hashes and two frequency hashes may differ. */
export interface Radius {
  readonly dhash: number
  readonly phash: number
}

export type Pair = readonly [number, number]

/** With fewer, trying every pair is quicker than the tables are laid out. */
const TABLES_FROM = 3000

/** Two difference hashes that differ in at most eight bits differ in at most two bits of one of three parts. */
const TABLES_UP_TO = 8
const PART_RADIUS = 2
/** Bits of a part within one word of a table. */
const WORD_BITS = 5

interface Part {
  readonly bits: number
  readonly of: (high: number, low: number) => number
  /** 32 bits outside the part: of two that agree, they differ in no more than the whole. */
  readonly besides: (high: number, low: number) => number
}

/** Where the parts lie among the 64 bits: their widths are 22, 21 and 21. */
const PARTS: readonly Part[] = [
  { bits: 22, of: (high) => high >>> 10, besides: (_, low) => low },
  {
    bits: 21,
    of: (high, low) => ((high & 0x3ff) << 11) | (low >>> 21),
    besides: (high, low) => (high & ~0x3ff) | (low & 0x3ff),
  },
  { bits: 21, of: (_, low) => low & 0x1fffff, besides: (high) => high },
]

/**
 * Index pairs, the lower first, of images whose hashes agree, either way round, in the order of the higher and then the lower index.
 * The same as trying every pair, which is done with fewer images than `tablesFrom`.
 */
export function nearPairs(images: readonly Hashed[], radius: Radius, tablesFrom = TABLES_FROM): readonly Pair[] {
  const own = flat(images.map(({ hashes }) => hashes))
  const mirrored = flat(images.map(({ mirroredHashes }) => mirroredHashes))
  const pairs =
    images.length < tablesFrom || radius.dhash > TABLES_UP_TO
      ? everyPair(own, mirrored, radius)
      : pairsByTables(own, mirrored, radius)
  return pairs.sort(([a, b], [c, d]) => b - d || a - c)
}

function everyPair(own: Int32Array, mirrored: Int32Array, radius: Radius): Pair[] {
  const pairs: Pair[] = []
  for (let j = 0; j < own.length / 4; j++)
    for (let i = 0; i < j; i++)
      if (agree(own, i, own, j, radius) || agree(mirrored, i, own, j, radius) || agree(mirrored, j, own, i, radius))
        pairs.push([i, j])
  return pairs
}

function pairsByTables(own: Int32Array, mirrored: Int32Array, radius: Radius): Pair[] {
  const pairs: Pair[] = []
  for (const [at, part] of PARTS.entries()) {
    const table = layOut(sorted(own, part), part)
    const mirrorTable = layOut(sorted(mirrored, part), part)
    const masks = masksOf(part.bits - WORD_BITS)
    // A pair that agrees in an earlier part too was found there.
    const foundBefore = (a: Int32Array, i: number, j: number): boolean =>
      PARTS.slice(0, at).some(
        ({ of }) => bitCount(of(a[4 * i]!, a[4 * i + 1]!) ^ of(own[4 * j]!, own[4 * j + 1]!)) <= PART_RADIUS,
      )
    for (const [i, j] of search(table, table, masks, radius))
      if (!foundBefore(own, i, j)) pairs.push(i < j ? [i, j] : [j, i])
    for (const [i, j] of search(mirrorTable, table, masks, radius)) {
      if (i === j || agree(own, i, own, j, radius) || foundBefore(mirrored, i, j)) continue
      if (i < j) pairs.push([i, j])
      else if (!agree(mirrored, j, own, i, radius)) pairs.push([j, i])
    }
  }
  return pairs
}

/** Hashes in the order of one of their parts: so that whoever flips the same bits of each goes through a table in runs. */
interface Sorted {
  readonly parts: Int32Array
  readonly besides: Int32Array
  readonly hashes: Int32Array
  /** Where each was before. */
  readonly order: Int32Array
}

/** By the lower half of their bits, then by the upper one. */
const HALF_BITS = 11

function sorted(hashes: Int32Array, { of, besides }: Part): Sorted {
  const count = hashes.length / 4
  const keys = new Int32Array(count)
  const asTheyAre = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    keys[i] = of(hashes[4 * i]!, hashes[4 * i + 1]!)
    asTheyAre[i] = i
  }
  const order = byHalf(byHalf(asTheyAre, keys, 0), keys, HALF_BITS)
  const parts = new Int32Array(count)
  const out = new Int32Array(4 * count)
  const rest = new Int32Array(count)
  for (let at = 0, to = 0; at < count; at++, to += 4) {
    const from = 4 * order[at]!
    parts[at] = keys[order[at]!]!
    for (let n = 0; n < 4; n++) out[to + n] = hashes[from + n]!
    rest[at] = besides(out[to]!, out[to + 1]!)
  }
  return { parts, besides: rest, hashes: out, order }
}

/** In the order of some bits of their keys, and as they were where these are the same. */
function byHalf(order: Int32Array, keys: Int32Array, shift: number): Int32Array {
  const mask = 2 ** HALF_BITS - 1
  const places = new Int32Array(mask + 2)
  for (let at = 0; at < keys.length; at++) places[((keys[at]! >>> shift) & mask) + 1]!++
  for (let at = 1; at <= mask; at++) places[at]! += places[at - 1]!
  const out = new Int32Array(order.length)
  for (let at = 0; at < order.length; at++) {
    const i = order[at]!
    out[places[(keys[i]! >>> shift) & mask]!++] = i
  }
  return out
}

/**
 * Sorted hashes with a bit for every value of their part that occurs, how many values occur before each 32 of them, and where the run of
 * each value that occurs begins: small enough to stay in a processor's cache, which counts for more here than the number of steps.
 */
interface Table {
  readonly sorted: Sorted
  readonly occurs: Int32Array
  readonly before: Int32Array
  readonly begins: Int32Array
}

function layOut(of: Sorted, { bits }: Part): Table {
  const occurs = new Int32Array(2 ** bits / 32)
  const begins: number[] = []
  for (const [at, value] of of.parts.entries()) {
    if (at === 0 || of.parts[at - 1] !== value) begins.push(at)
    occurs[value >>> 5]! |= 1 << (value & 31)
  }
  const before = new Int32Array(occurs.length)
  for (let word = 1; word < occurs.length; word++) before[word] = before[word - 1]! + bitCount(occurs[word - 1]!)
  return { sorted: of, occurs, before, begins: Int32Array.from([...begins, of.parts.length]) }
}

/** Changes of the bits of a part that name the word of a table, and how many more bits may differ within the word. */
interface Mask {
  readonly flips: number
  readonly left: number
}

/**
 * Index pairs of images of two tables that agree, and whose parts differ in at most two bits: once each where a table is searched for its
 * own. It goes from word to word, so that a look at two words settles most of what lies in them.
 */
function search(from: Table, to: Table, masks: readonly Mask[], radius: Radius): Pair[] {
  const pairs: Pair[] = []
  const isOwn = from === to
  const { occurs } = from
  const { occurs: othersOccur } = to
  const reach = NEAR.map((near, most) => (most === 0 ? occurs : occurs.map((word) => allNear(word, near))))
  for (const { flips, left } of masks) {
    const near = NEAR[left]!
    const within = reach[left]!
    // Of two words that differ, the one without the highest changed bit finds the other.
    const highest = isOwn && flips !== 0 ? 1 << (31 - Math.clz32(flips)) : 0
    for (let at = 0; at < occurs.length; at++) {
      if ((at & highest) !== 0) continue
      const others = othersOccur[at ^ flips]!
      if ((within[at]! & others) === 0) continue
      // Where no more bits may differ, only values that both have lead anywhere.
      const leading = left === 0 ? others : -1
      for (let values = occurs[at]! & leading; values !== 0; values &= values - 1) {
        const value = 31 - Math.clz32(values & -values)
        let found = others & near[value]!
        if (found === 0) continue
        const run = runOf(from, at, value)
        for (; found !== 0; found &= found - 1) {
          const other = runOf(to, at ^ flips, 31 - Math.clz32(found & -found))
          addPairs(pairs, from, run, to, other, radius)
        }
      }
    }
  }
  return pairs
}

/** Those of two runs that agree. */
function addPairs(pairs: Pair[], from: Table, run: number, to: Table, other: number, radius: Radius): void {
  const { sorted: one } = from
  const { sorted: two } = to
  const begin = to.begins[other]!
  const end = to.begins[other + 1]!
  for (let i = from.begins[run]!, stop = from.begins[run + 1]!; i < stop; i++) {
    const rest = one.besides[i]!
    for (let j = from === to && begin <= i ? i + 1 : begin; j < end; j++)
      if (bitCount(rest ^ two.besides[j]!) <= radius.dhash && agree(one.hashes, i, two.hashes, j, radius))
        pairs.push([one.order[i]!, two.order[j]!])
  }
}

/** Which run of a table has this value, a bit of the word at `at`. */
const runOf = ({ occurs, before }: Table, at: number, value: number): number =>
  before[at]! + bitCount(occurs[at]! & ((1 << value) - 1))

function allNear(word: number, near: Int32Array): number {
  let all = 0
  for (let values = word; values !== 0; values &= values - 1) all |= near[31 - Math.clz32(values & -values)]!
  return all
}

/** Of 32 values, those that one of them differs from in at most so many bits: as bits, by the number of bits and the value. */
const NEAR: readonly Int32Array[] = Array.from({ length: PART_RADIUS + 1 }, (_, most) =>
  Int32Array.from({ length: 32 }, (_, value) =>
    Array.from({ length: 32 }, (_, other) => (bitCount(value ^ other) <= most ? 1 << other : 0)).reduce(
      (a, b) => a | b,
    ),
  ),
)

/** Every number of so many bits with at most `PART_RADIUS` ones. */
function masksOf(bits: number): readonly Mask[] {
  const masks: Mask[] = [{ flips: 0, left: PART_RADIUS }]
  for (let a = 0; a < bits; a++) {
    masks.push({ flips: 1 << a, left: PART_RADIUS - 1 })
    for (let b = 0; b < a; b++) masks.push({ flips: (1 << a) | (1 << b), left: PART_RADIUS - 2 })
  }
  return masks
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

function flat(rows: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(rows.length * 4)
  for (const [i, row] of rows.entries()) out.set(row, 4 * i)
  return out
}
