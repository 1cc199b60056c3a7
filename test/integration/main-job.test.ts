import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Library } from '../../src/main/app.ts'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { perStyle } from '../../src/main/domain/style.ts'
import { testCore } from '../support/core.ts'
import { copyLibrary, temporaryFolder } from '../support/library.ts'
import { windowOf } from '../support/window.ts'

const REAL = join(import.meta.dirname, '../../../shared/data/actors')
const hasReal = existsSync(REAL)
if (!hasReal) console.warn(`The real actors are not at ${REAL}: their tests are skipped; the sample library stands in.`)

/** Rendering the sample is slow, so it is done once and each test works on a copy. */
let made: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  made = await temporaryFolder()
  await using core = await testCore(join(made.path, 'config'))
  await core.writeSample(join(made.path, 'sample'))
})
afterAll(() => made[Symbol.asyncDispose]())

const copySample = (to: string) => copyLibrary(join(made.path, 'sample'), to)

/** Returns the SHA-256 of every file under a folder, by path. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hashed = await Promise.all(
    files.map(async (file) => [
      file.slice(folder.length),
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ]),
  )
  return Object.fromEntries(hashed.sort(([a], [b]) => (a! < b! ? -1 : 1)))
}

async function stylesOf(root: string, actorId: string) {
  const text = await readFile(join(root, 'actors', actorId, 'training_data/manifest.json'), 'utf8')
  const { images } = readManifest(text, actorId).manifest
  return { images, counts: perStyle((style) => images.filter((image) => image.type === style).length) }
}

async function balanceAll(library: Library) {
  const summary = await library.plan('all')
  return { summary, report: await library.execute('all') }
}

test('the sample library: balanced by its manifests, verified, and back to the byte', async () => {
  await using folder = await temporaryFolder()
  await using core = await testCore(join(folder.path, 'config'))
  const root = join(folder.path, 'sample')
  await copySample(root)
  const before = await contents(join(root, 'actors'))

  const library = await core.open(root)
  const { summary, report } = await balanceAll(library)
  expect(summary.failed).toEqual([])
  const whole = summary.actors.filter((actor) => actor.shortfalls.length === 0).map((actor) => actor.actor_id)
  expect(whole.length).toBeGreaterThanOrEqual(3)
  for (const actorId of whole) {
    const { counts, images } = await stylesOf(root, actorId)
    expect(counts).toMatchObject({ photorealistic: 13, bw_stylized: 4 })
    // An image of uncertain style is not removed as surplus.
    expect(counts.color_stylized).toBeGreaterThanOrEqual(3)
    expect(new Set(images.map((image) => image.prompt ?? image.filename)).size).toBe(images.length)
  }
  for (const actor of summary.actors.filter(({ shortfalls }) => shortfalls.length > 0)) {
    const failed = report.actors.find(({ actor_id }) => actor_id === actor.actor_id)?.failed ?? []
    expect(failed).toEqual([
      expect.objectContaining({ error: expect.stringContaining('cannot be generated from an illustration') }),
    ])
  }
  const { findings } = await library.verify()
  const surplus = whole.map(async (actorId) => ({
    actorId,
    count: (await stylesOf(root, actorId)).counts.color_stylized,
  }))
  const overfull = (await Promise.all(surplus)).filter(({ count }) => count > 3)
  expect(findings.filter(({ actor_id }) => whole.includes(actor_id))).toEqual(
    overfull.map(({ actorId, count }) =>
      expect.objectContaining({
        actor_id: actorId,
        kind: 'style_mix',
        detail: `The manifest lists ${count} of 3 colour images.`,
      }),
    ),
  )

  // Every original is in its place or in the trash, with identical bytes.
  const trashed = await contents(join(root, '.evencast/trash'))
  const now = new Set([...Object.values(await contents(join(root, 'actors'))), ...Object.values(trashed)])
  const lost = Object.entries(before).filter(([path, hash]) => !path.endsWith('manifest.json') && !now.has(hash))
  expect(lost).toEqual([])

  await library.undo()
  expect(await contents(join(root, 'actors'))).toEqual(before)
})

test.skipIf(!hasReal)(
  'the real actors: no set shrinks but for its exact copies and unreadable files, and the run says what it did not reach',
  async () => {
    await using folder = await temporaryFolder()
    await using core = await testCore(join(folder.path, 'config'))
    const root = join(folder.path, 'data')
    await copyLibrary(REAL, join(root, 'actors'))
    const before = await contents(join(root, 'actors'))
    const setOf = (files: Readonly<Record<string, string>>, actorId: string): readonly string[] =>
      Object.entries(files).flatMap(([path, hash]) =>
        path.startsWith(`/${actorId}/training_data/`) && /\.(jpe?g|png|webp)$/.test(path) ? [hash] : [],
      )

    const library = await core.open(root)
    await library.plan('all')
    const { actors: scanned } = await library.status()
    const { summary, report } = await balanceAll(library)
    const after = await contents(join(root, 'actors'))
    expect(summary.actors).toHaveLength(7)
    for (const { actor_id, unreadable } of scanned) {
      const had = setOf(before, actor_id)
      const floor = Math.min(20, new Set(had).size - unreadable)
      expect(setOf(after, actor_id).length, actor_id).toBeGreaterThanOrEqual(floor)
    }
    for (const actor of summary.actors.filter(({ shortfalls }) => shortfalls.length > 0)) {
      const failed = report.actors.find(({ actor_id }) => actor_id === actor.actor_id)?.failed ?? []
      expect(failed.map(({ step }) => step)).toEqual(actor.shortfalls.map(({ type }) => type))
    }

    await library.undo()
    expect(await contents(join(root, 'actors'))).toEqual(before)
  },
)

test('what a human placed is kept as it is through planning and running', async () => {
  await using folder = await temporaryFolder()
  await using core = await testCore(join(folder.path, 'config'))
  const root = join(folder.path, 'sample')
  await copySample(root)
  const library = await core.open(root)
  await library.plan('all')
  const rejected = windowOf(library)
    .actors()
    .flatMap(({ actorId }) => windowOf(library).images(actorId))
    .find((image) => image.verdict === 'reject' && image.issues[0]?.key !== 'unreadable')
  if (!rejected) throw new Error('the sample has no rejected image that can be read')
  await windowOf(library).classify([rejected.imageId], 'bw_stylized')
  await library.plan([rejected.actorId], { fresh: true })
  await library.execute([rejected.actorId])
  const { images } = await stylesOf(root, rejected.actorId)
  expect(images.find((image) => image.filename === rejected.filename)).toMatchObject({
    type: 'bw_stylized',
    classified_by: 'human',
    verdict: 'keep',
  })
})

test('a plan is refused once files changed, naming the actor, and nothing is touched', async () => {
  await using folder = await temporaryFolder()
  await using core = await testCore(join(folder.path, 'config'))
  const root = join(folder.path, 'sample')
  await copySample(root)
  const library = await core.open(root)
  const { actors } = await library.plan('all')
  const [first] = actors
  const images = join(root, 'actors', first!.actor_id, 'training_data')
  const [name] = (await readdir(images)).filter((file) => file.endsWith('.jpg'))
  await writeFile(join(images, `${first!.actor_id}_90.jpg`), await readFile(join(images, name!)))
  const before = await contents(join(root, 'actors'))
  await expect(library.execute('all')).rejects.toMatchObject({
    code: 'STALE_PLAN',
    message: expect.stringContaining(first!.actor_id),
  })
  expect(await contents(join(root, 'actors'))).toEqual(before)
})
