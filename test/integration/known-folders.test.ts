import { mkdirSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Library } from '../../src/main/app.ts'
import { MANY_FOLDERS } from '../../src/main/library/folder-memory.ts'
import { testCore } from '../support/core.ts'
import { photograph, temporaryFolder } from '../support/library.ts'
import { windowOf } from '../support/window.ts'

/** A library that is shown from memory although its folders have changed. */

const cleanup = new AsyncDisposableStack()
let root: string
let core: Awaited<ReturnType<typeof testCore>>
const at = (...names: string[]): string => join(root, 'actors', ...names)

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder()).path
  root = join(folder, 'library')
  for (let n = 2; n < MANY_FOLDERS; n++) mkdirSync(at(`c_${n}`), { recursive: true })
  for (const dir of [at('ann/training_data'), at('bo')]) await mkdir(dir, { recursive: true })
  await writeFile(at('ann/training_data/ann_1.jpg'), await photograph(1, 64))
  await writeFile(at('ann/actor.json'), JSON.stringify({ target: { total: 4 } }))
  await writeFile(at('bo/bo_1.jpg'), await photograph(2, 64))
  core = cleanup.use(await testCore(join(folder, 'config')))
  await (
    await core.open(root)
  ).parts.indexed
})
afterAll(() => cleanup.disposeAsync())

/** Closes the library, changes its files and opens it again. */
async function reopened(change: () => Promise<unknown>): Promise<Library> {
  await core.closeLibrary()
  await change()
  return core.open(root)
}

const actorOf = (library: Library, actorId: string) =>
  windowOf(library)
    .actors()
    .find((actor) => actor.actorId === actorId)

test('folders that came, went or changed meanwhile are right once the folder was read', async () => {
  const library = await reopened(async () => {
    await rm(at('c_2'), { recursive: true })
    await mkdir(at('zed/training_data'), { recursive: true })
    await writeFile(at('zed/training_data/zed_1.jpg'), await photograph(3, 64))
    await writeFile(at('ann/actor.json'), JSON.stringify({ target: { total: 8 } }))
  })
  await library.parts.indexed
  expect(windowOf(library).view()).toMatchObject({ actors: MANY_FOLDERS, images: 3, indexed: true })
  expect(actorOf(library, 'c_2')).toBeUndefined()
  expect(actorOf(library, 'zed')?.images).toBe(1)
  const { target } = actorOf(library, 'ann') ?? {}
  expect(Object.values(target ?? {}).reduce((sum, count) => sum + count, 0)).toBe(8)
})

test('an edit that is made at once is written to where the images are by now', async () => {
  const library = await reopened(async () => {
    await mkdir(at('bo/training_data'))
    await rename(at('bo/bo_1.jpg'), at('bo/training_data/bo_1.jpg'))
  })
  const [image] = windowOf(library).images('bo')
  await windowOf(library).classify([image?.imageId ?? ''], 'color_stylized')
  expect(await readdir(at('bo'))).toEqual(['training_data'])
  expect(await readdir(at('bo/training_data'))).toContain('manifest.json')
  await library.parts.indexed
  expect(actorOf(library, 'bo')?.counts.color_stylized).toBe(1)
})

test('a plan waits for the folder, and nothing is planned for an actor that has gone', async () => {
  const library = await reopened(() => rm(at('zed'), { recursive: true }))
  await expect(library.plan(['zed'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('where the memory cannot be read each folder is listed before it shows', async () => {
  const library = await reopened(() => writeFile(join(root, '.evencast/folders.json'), '{'))
  expect(library.parts.context.layout.isRemembered).toBe(false)
  await library.parts.indexed
  expect(actorOf(library, 'bo')?.counts.color_stylized).toBe(1)
})
