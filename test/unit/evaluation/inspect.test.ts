import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inspection } from '../../../src/main/domain/inspection.ts'
import { isUnreadable } from '../../../src/main/domain/measures.ts'
import { inspect } from '../../../src/main/evaluation/local/inspect.ts'
import { measure } from '../../support/measure.ts'
import { temporaryFolder } from '../../support/library.ts'

const SIDE = 512
/** Inside the first and last row of tiles, and three whole cells high. */
const BAR = 48

/** Draws fine noise on the left half and a uniform grey on the right, with a white bar below and a black one above. */
function halves(): Buffer {
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  return Buffer.from(
    Array.from({ length: SIDE * SIDE }, (_, at) => {
      const y = Math.floor(at / SIDE)
      if (y < BAR) return 0
      if (y >= SIDE - BAR) return 255
      return at % SIDE < SIDE / 2 ? 80 + Math.floor(random() * 90) : 128
    }),
  )
}

describe('looking where the measures come from', () => {
  const cleanup = new AsyncDisposableStack()
  let file: string
  let found: Inspection

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    file = join(folder.path, 'halves.png')
    await sharp(halves(), { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .png()
      .toFile(file)
    const inspection = await inspect({ file })
    if (!inspection) throw new Error('It does not decode.')
    found = inspection
  })
  afterAll(() => cleanup.disposeAsync())

  it('finds the tiles that are sharp, and the figure that the evaluator goes by', async () => {
    const { columns, rows, values } = found.sharpness
    expect([columns, rows, values.length]).toEqual([8, 8, 64])
    const inside = (column: number) => values.filter((_, at) => at % 8 === column && at >= 8 && at < 56)
    expect(Math.min(...inside(1))).toBeGreaterThan(100)
    expect(Math.max(...inside(6))).toBe(0)
    const { measured } = await measure({ file })
    if (isUnreadable(measured)) throw new Error(measured.unreadable)
    const sorted = values.toSorted((a, b) => a - b)
    expect(measured.sharpness).toBe(sorted[Math.floor(64 * 0.9)])
  })

  it('finds the parts without detail', () => {
    const { columns, rows } = found.bright
    expect([columns, rows]).toEqual([32, 32])
    expect(found.bright.values.slice(-32 * 3).every((share) => share === 1)).toBe(true)
    expect(found.dark.values.slice(0, 32 * 3).every((share) => share === 1)).toBe(true)
    expect(found.bright.values.slice(0, 32 * 29).every((share) => share === 0)).toBe(true)
  })

  it('counts every pixel once in the histogram', () => {
    for (const levels of Object.values(found.histogram))
      expect(levels.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(found.histogram.luma[0]).toBeCloseTo(BAR / SIDE, 9)
    expect(found.histogram.luma[63]).toBeCloseTo(BAR / SIDE, 9)
    expect(found.histogram.red).toEqual(found.histogram.luma)
  })

  it('says nothing of a file that does not decode, and an error of one that cannot be read', async () => {
    const broken = `${file}.broken.png`
    await writeFile(broken, 'no picture')
    expect(await inspect({ file: broken })).toBeNull()
    await expect(inspect({ file: `${file}.gone` })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
