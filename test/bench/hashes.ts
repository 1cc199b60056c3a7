import { type Hashed, nearPairs } from '../../src/main/domain/near-pairs.ts'
import { THRESHOLDS } from '../../src/main/domain/thresholds.ts'
import { duration, type Section, timed } from './measure.ts'

const IMAGES = 200_000
const FEW = 5000
const ROUNDS = 3

/** Finds near duplicates among unrelated hashes, compared with testing every pair of a few of them. */
export const hashes: Section = {
  name: 'hashes',
  async run(say) {
    const images = randomHashes(IMAGES)
    const few = images.slice(0, FEW)
    const best = { all: Infinity, few: Infinity, processor: Infinity }
    for (let round = 0; round < ROUNDS; round++) {
      const tried = await timed(async () => nearPairs(few, THRESHOLDS.hash, Infinity))
      const before = process.cpuUsage()
      const found = await timed(async () => nearPairs(images, THRESHOLDS.hash))
      const { user, system } = process.cpuUsage(before)
      best.few = Math.min(best.few, tried.ms)
      best.all = Math.min(best.all, found.ms)
      best.processor = Math.min(best.processor, (user + system) / 1000)
    }
    const everyPair = best.few * (IMAGES / FEW) ** 2
    say(
      `every pair of ${FEW.toLocaleString('en')} images: ${duration(best.few)}, of ${IMAGES.toLocaleString('en')} about ${duration(everyPair)}`,
    )
    say(
      `near pairs of ${IMAGES.toLocaleString('en')} images: ${duration(best.all)} (${duration(best.processor)} of a processor), ${Math.round(everyPair / best.all)} times as fast`,
    )
  },
}

/** Returns four words per image, for the image and its mirror image, from a 32-bit generator: the same every time. */
function randomHashes(count: number): readonly Hashed[] {
  let state = 1
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    return mixed ^ (mixed >>> 13)
  }
  const words = (): Int32Array => Int32Array.from({ length: 4 }, next)
  return Array.from({ length: count }, () => ({ hashes: words(), mirroredHashes: words() }))
}
