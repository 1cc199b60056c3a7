import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { makeSample } from '../../../../scripts/sample/make-sample.ts'

const SHIPPED = join(import.meta.dirname, '../../../../resources/sample')

const filesOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((path) => /\.\w+$/.test(path)).sort()

/** Returns the mean brightness of the cells of a coarse grid. */
const gist = async (path: string): Promise<readonly number[]> => [
  ...(await sharp(path, { failOn: 'none' }).greyscale().resize(4, 4, { fit: 'fill' }).raw().toBuffer()),
]

/** Stands in for the local generator with an outline drawing of the given photograph. */
const draw = async ({ source }: { readonly source: string }) => ({
  bytes: new Uint8Array(await sharp(source).greyscale().negate().jpeg().toBuffer()),
})

it('makes the library that is shipped: the same files, and pictures of the same things', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evencast-sample-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await makeSample({ folder, scale: 0.08, draw })
  const names = await filesOf(folder)
  expect(names).toEqual(await filesOf(SHIPPED))
  expect(names.length).toBeGreaterThan(60)
  for (const name of names.filter((path) => /[a-z]_base\.jpg$/.test(path) && !path.includes('robot'))) {
    const [small, shipped] = await Promise.all([gist(join(folder, name)), gist(join(SHIPPED, name))])
    for (const [cell, value] of small.entries()) expect(Math.abs(value - shipped[cell]!)).toBeLessThan(40)
  }
  for (const name of names.filter((path) => path.endsWith('.json')))
    expect(await readFile(join(folder, name), 'utf8')).toBe(await readFile(join(SHIPPED, name), 'utf8'))
})
