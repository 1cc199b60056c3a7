import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inParallel } from '../../../src/main/kit/in-parallel.ts'
import { judge, subjectIsPhotographed } from '../../../src/main/domain/judge.ts'
import { measure } from '../../support/measure.ts'

const actors = join(import.meta.dirname, '../../../../shared/data/actors')
const present = existsSync(actors)
if (!present) console.log(`Not tested with real actors: there is no ${actors}`)

async function look(actor: string) {
  const folder = join(actors, actor, 'training_data')
  const images = await inParallel(readdirSync(folder), 2, async (filename) => ({
    filename,
    ...(await measure({ file: join(folder, filename) })),
  }))
  const base = await measure({ file: join(actors, actor, 'base_image', `${actor}_base.png`) })
  const judged = judge(images)
  return {
    photographed: subjectIsPhotographed(
      base.measured,
      images.map(({ measured }) => measured),
    ),
    rejected: Object.fromEntries(
      [...judged].flatMap(([filename, { verdict, issues }]) =>
        verdict === 'reject' ? [[filename.replace(/^.*_(\d+)\..*$/, '$1'), issues[0]?.key]] : [],
      ),
    ),
  }
}

describe.runIf(present)('real actors', () => {
  it('lose what is damaged or repeated, and no good image', async () => {
    expect(await look('ellen_terry')).toEqual({
      photographed: true,
      rejected: { 25: 'near_duplicate', 26: 'dark', 27: 'unreadable' },
    })
    expect(await look('alice')).toEqual({
      photographed: false,
      rejected: { 17: 'exact_duplicate', 18: 'near_duplicate', 19: 'blur' },
    })
    expect(await look('sherlock_holmes')).toEqual({
      photographed: false,
      rejected: { 13: 'exact_duplicate', 14: 'near_duplicate' },
    })
    expect(await look('sylvie')).toEqual({ photographed: false, rejected: { 11: 'symmetry', 12: 'dark' } })
  })
})
