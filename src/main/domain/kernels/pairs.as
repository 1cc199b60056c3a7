/**
 * Finds pairs of images whose hashes agree, in AssemblyScript; compiled into `bytes.ts` by `scripts/kernels.ts`. Two difference hashes that
 * differ in at most eight bits differ in at most two bits of one of their three parts: images are sorted by each part, and only those whose
 * parts differ in at most two bits are compared. Memory grows on demand.
 */

const PARTS: i32 = 3;
/** Bits of a part within one word of a table. */
const WORD_BITS: i32 = 5;
/** Words that are searched together. */
const BLOCK_BITS: i32 = 10;
const BLOCK: i32 = 1 << BLOCK_BITS;
/** Hashes are sorted by the lower half of a part's bits, then by the upper half. */
const HALF_BITS: i32 = 11;
const HALVES: i32 = 1 << HALF_BITS;

/**
 * Hashes sorted by one of their parts, with a bit for every value of the part that occurs, the number of such values before each 32 of
 * them, and the start of each value's run. The table fits into a processor's cache, which matters more here than the number of steps.
 */
@unmanaged
class Table {
  hashes: usize;
  /** Original indices of the images. */
  order: usize;
  /** Two words each: the bits, and the number of bits before them. */
  occurs: usize;
  begins: usize;
}

let free: usize = 0;
let own: usize = 0;
let mirrored: usize = 0;
let mostOf: i32 = 0;
let mostOfSecond: i32 = 0;
/** Part that is searched. */
let part: i32 = 0;
let found: usize = 0;
let pairs: i32 = 0;

function take(bytes: usize): usize {
  const at = (free + 7) & ~7;
  free = at + bytes;
  const missing = <i32>(free - (<usize>memory.size() << 16));
  if (missing > 0) memory.grow((missing + 0xffff) >> 16);
  return at;
}

/** Position of each part in the 64 bits; their widths are 22, 21 and 21. */
// @ts-ignore: decorator
@inline
function shiftOf(nth: i32): u64 {
  return <u64>(nth == 0 ? 42 : nth == 1 ? 21 : 0);
}

// @ts-ignore: decorator
@inline
function bitsOf(nth: i32): i32 {
  return nth == 0 ? 22 : 21;
}

// @ts-ignore: decorator
@inline
function partOf(hash: u64, nth: i32): i32 {
  return <i32>(hash >> shiftOf(nth)) & ((1 << bitsOf(nth)) - 1);
}

function newTable(count: i32): Table {
  const table = changetype<Table>(take(offsetof<Table>()));
  table.hashes = take(count << 3);
  table.order = take(count << 2);
  table.occurs = take((1 << (bitsOf(0) - WORD_BITS)) << 3);
  table.begins = take((count + 1) << 2);
  return table;
}

/** Sorts images by eleven bits of their part; the sort is stable. `order` is the previous order, or 0 for the original one. */
function sortByHalf(images: usize, count: i32, shift: i32, order: usize, to: usize, places: usize): void {
  memory.fill(places, 0, (HALVES + 1) << 2);
  for (let i = 0; i < count; i++) {
    const at = places + ((((partOf(load<u64>(images + (i << 4)), part) >> shift) & (HALVES - 1)) + 1) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let n = 1; n < HALVES; n++) {
    const at = places + (n << 2);
    store<i32>(at, load<i32>(at) + load<i32>(at - 4));
  }
  for (let n = 0; n < count; n++) {
    const i = order == 0 ? n : load<i32>(order + (n << 2));
    const at = places + (((partOf(load<u64>(images + (i << 4)), part) >> shift) & (HALVES - 1)) << 2);
    const place = load<i32>(at);
    store<i32>(to + (place << 2), i);
    store<i32>(at, place + 1);
  }
}

/** Builds a table. `spare` is memory for an order and then for the places of `sortByHalf`. */
function layOut(table: Table, images: usize, count: i32, spare: usize): void {
  const places = spare + (count << 2);
  sortByHalf(images, count, 0, 0, spare, places);
  sortByHalf(images, count, HALF_BITS, spare, table.order, places);
  const words = 1 << (bitsOf(part) - WORD_BITS);
  memory.fill(table.occurs, 0, words << 3);
  let runs = table.begins;
  let last = -1;
  for (let at = 0; at < count; at++) {
    const hash = load<u64>(images + (load<i32>(table.order + (at << 2)) << 4));
    store<u64>(table.hashes + (at << 3), hash);
    const value = partOf(hash, part);
    if (value == last) continue;
    last = value;
    store<i32>(runs, at);
    runs += 4;
    const word = table.occurs + ((value >> WORD_BITS) << 3);
    store<u32>(word, load<u32>(word) | (1 << (value & 31)));
  }
  store<i32>(runs, count);
  for (let word = 0, sum = 0; word < words; word++) {
    const at = table.occurs + (word << 3);
    store<i32>(at, sum, 4);
    sum += popcnt(load<i32>(at));
  }
}

/** Returns the start of the run of a value that occurs: `value` is a bit of the word at `at`. */
// @ts-ignore: decorator
@inline
function runOf(table: Table, at: i32, value: i32): usize {
  const word = table.occurs + (at << 3);
  return table.begins + ((load<i32>(word, 4) + popcnt(load<u32>(word) & ((1 << value) - 1))) << 2);
}

// @ts-ignore: decorator
@inline
function agree(one: usize, i: i32, other: usize, j: i32): bool {
  const a = one + (i << 4);
  const b = other + (j << 4);
  return (
    <i32>popcnt(load<u64>(a) ^ load<u64>(b)) <= mostOf && <i32>popcnt(load<u64>(a, 8) ^ load<u64>(b, 8)) <= mostOfSecond
  );
}

/** Records a pair whose difference hashes differ in `changed`, if the other hashes agree too and the pair was not found before. */
function note(first: bool, i: i32, j: i32, changed: u64): void {
  for (let earlier = 0; earlier < part; earlier++) if (popcnt(partOf(changed, earlier)) <= 2) return;
  const images = first ? mirrored : own;
  if (<i32>popcnt(load<u64>(images + (i << 4), 8) ^ load<u64>(own + (j << 4), 8)) > mostOfSecond) return;
  if (first && (i == j || agree(own, i, own, j) || (i > j && agree(mirrored, j, own, i)))) return;
  // Nothing else allocates meanwhile, so the pairs are contiguous.
  const at = take(8);
  store<i32>(at, min(i, j));
  store<i32>(at, max(i, j), 4);
  pairs++;
}

/** Compares the images of two runs. */
// @ts-ignore: decorator
@inline
function compareRuns(from: Table, run: usize, to: Table, other: usize, isOwn: bool): void {
  const begin = load<i32>(other);
  const end = load<i32>(other, 4);
  for (let i = load<i32>(run), stop = load<i32>(run, 4); i < stop; i++) {
    const hash = load<u64>(from.hashes + (i << 3));
    for (let j = isOwn && begin <= i ? i + 1 : begin; j < end; j++) {
      const changed = hash ^ load<u64>(to.hashes + (j << 3));
      if (<i32>popcnt(changed) <= mostOf)
        note(!isOwn, load<i32>(from.order + (i << 2)), load<i32>(to.order + (j << 2)), changed);
    }
  }
}

/**
 * Compares the words of a block, starting at `first`, with the words whose indices differ by `flips`. `near` has, for each of 32 values, a
 * mask of the values that differ in as few bits as may still differ within the word; 0 when none may.
 */
function searchBlock(from: Table, to: Table, first: i32, flips: i32, near: usize): void {
  const isOwn = from == to;
  // Of two different words, the one without the highest changed bit finds the other.
  const highest = isOwn && flips != 0 ? 1 << (31 - clz(flips)) : 0;
  if (highest >= BLOCK && (first & highest) != 0) return;
  for (let at = first; at < first + BLOCK; at++) {
    if ((at & highest) != 0) continue;
    const there = at ^ flips;
    const others = load<u32>(to.occurs + (there << 3));
    let values = load<u32>(from.occurs + (at << 3));
    if (near == 0) values &= others;
    while (values != 0) {
      const value = ctz(values);
      values &= values - 1;
      let reached = near == 0 ? 1 << value : others & load<u32>(near + (value << 2));
      if (reached == 0) continue;
      const run = runOf(from, at, value);
      while (reached != 0) {
        compareRuns(from, run, to, runOf(to, there, ctz(reached)), isOwn);
        reached &= reached - 1;
      }
    }
  }
}

/** Tries every change of at most `left` bits in the word's index within a block; the remaining bits may differ within the word. */
function searchWithin(from: Table, to: Table, first: i32, flips: i32, left: i32, near: usize): void {
  searchBlock(from, to, first, flips, left == 0 ? 0 : near + ((left - 1) << 7));
  if (left == 0) return;
  for (let a = 0; a < BLOCK_BITS; a++) {
    searchBlock(from, to, first, flips | (1 << a), left == 1 ? 0 : near);
    if (left == 2) for (let b = 0; b < a; b++) searchBlock(from, to, first, flips | (1 << a) | (1 << b), 0);
  }
}

/** Searches block by block, so that the data of two blocks stays in the fastest cache. `near` has masks for one bit, then for two. */
function search(from: Table, to: Table, near: usize): void {
  const bits = bitsOf(part) - WORD_BITS - BLOCK_BITS;
  for (let block = 0; block < 1 << bits; block++) {
    const first = block << BLOCK_BITS;
    searchWithin(from, to, first, 0, 2, near);
    for (let a = 0; a < bits; a++) {
      searchWithin(from, to, first, 1 << (a + BLOCK_BITS), 1, near);
      for (let b = 0; b < a; b++) searchWithin(from, to, first, (1 << (a + BLOCK_BITS)) | (1 << (b + BLOCK_BITS)), 0, near);
    }
  }
}

/**
 * Finds the pairs of images that agree, mirrored or not, each once. `hashes` has four words per image (two of the difference hash, two of
 * the other), followed by those of the mirror images. Returns the number of pairs; `pairsAt` has two integers for each. The memory after
 * `room` is free to use.
 */
export function nearPairs(hashes: usize, count: i32, most: i32, mostOfOther: i32, room: usize): i32 {
  own = hashes;
  mirrored = hashes + (count << 4);
  mostOf = most;
  mostOfSecond = mostOfOther;
  free = room;
  const near = take(256);
  for (let n = 0; n < 64; n++) {
    let all: u32 = 0;
    for (let other = 0; other < 32; other++) if (popcnt((n & 31) ^ other) <= 1 + (n >> 5)) all |= 1 << other;
    store<u32>(near + (n << 2), all);
  }
  const spare = take((count + HALVES + 1) << 2);
  const table = newTable(count);
  const mirrorTable = newTable(count);
  found = take(0);
  pairs = 0;
  for (part = 0; part < PARTS; part++) {
    layOut(table, own, count, spare);
    layOut(mirrorTable, mirrored, count, spare);
    search(table, table, near);
    search(mirrorTable, table, near);
  }
  return pairs;
}

export function pairsAt(): usize {
  return found;
}
