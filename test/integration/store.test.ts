import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { testCore } from '../support/core.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'
import { startFakeS3 } from '../support/s3/fake.ts'

/** Opens a library of six images with a target of four: two are surplus, one is to be generated. Its store is a bucket on loopback. */
async function open(folder: string) {
  const cleanup = new AsyncDisposableStack()
  const s3 = await startFakeS3()
  cleanup.defer(() => s3.close())
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['alice'], images: 6 })
  await mkdir(join(folder, 'config'))
  const settings = { total: 4, store: `s3://${s3.bucket}/sets`, storeEndpoint: s3.endpoint, storeRegion: 'us-east-1' }
  await writeFile(join(folder, 'config/settings.json'), JSON.stringify(settings))
  const env = { AWS_ACCESS_KEY_ID: 'test-access-key-id', AWS_SECRET_ACCESS_KEY: 'test-secret-access-key' }
  const core = cleanup.use(await testCore(join(folder, 'config'), { env }))
  const library = await core.open(root)
  const images = async () => {
    const text = await readFile(join(root, 'actors/alice/training_data/manifest.json'), 'utf8')
    return readManifest(text, 'alice').manifest.images
  }
  const inBucket = () =>
    [...s3.objects.keys()]
      .filter((key) => !key.includes('.trash/') && key.endsWith('.jpg'))
      .map((key) => key.split('/').at(-1))
      .toSorted((a, b) => String(a).localeCompare(String(b)))
  return { core, library, s3, images, inBucket, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
}

test('a sync uploads, writes clean URLs into the manifest, and a second one transfers nothing', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3, images } = opened
  await library.plan('all')
  await library.execute('all')
  const synced = await library.sync({})
  expect(synced.failed).toEqual([])
  for (const image of await images()) {
    expect(image.s3_url).toBe(`${s3.endpoint}/${s3.bucket}/sets/actors/alice/training_data/${image.filename}`)
  }
  // Only the bucket's manifest contains the URLs.
  const stored = s3.objects.get('sets/actors/alice/training_data/manifest.json')
  expect(stored?.data.toString()).toContain(s3.endpoint)

  s3.requests.length = 0
  const again = await library.sync({})
  expect([again.uploaded, again.deleted, again.downloaded, again.bytes]).toEqual([[], [], [], 0])
  expect(s3.requests.filter((request) => request.startsWith('PUT'))).toEqual([])
  const { findings } = await library.verify()
  expect(findings.filter(({ kind }) => kind === 'store_url')).toEqual([])
})

test('an actor whose folder cannot be listed is named, the others are synced, and nothing of it leaves the bucket', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3 } = opened
  const training = join(folder.path, 'library/actors/alice/training_data')
  await library.sync({})
  const before = [...s3.objects.keys()].filter((key) => key.includes('/alice/'))
  await rm(join(training, 'manifest.json'), { force: true })
  await symlink('nowhere.json', join(training, 'manifest.json'))
  await writeLibrary(join(folder.path, 'library'), { actors: ['bob'], images: 2 })
  const again = await opened.core.open(join(folder.path, 'library'))
  const report = await again.sync({ delete: true })
  expect(report.failed).toEqual([
    { file: 'actors/alice', error: expect.stringContaining('manifest.json is a link or no regular file') },
  ])
  expect(report.uploaded).toContain('actors/bob/training_data/bob_1.jpg')
  expect([...s3.objects.keys()].filter((key) => key.includes('/alice/'))).toEqual(before)
})

test('what a run deletes leaves the bucket, and comes back with undo', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, inBucket, s3 } = opened
  const copies = () => [...s3.objects.keys()].filter((key) => key.includes('.trash/') && key.endsWith('.jpg'))
  await library.plan('all')
  await library.sync({})
  const before = inBucket()
  expect(before).toHaveLength(6)
  const report = await library.execute('all')
  const deleted = report.actors.flatMap((actor) => actor.deleted)
  expect(deleted.length).toBeGreaterThan(0)
  expect(inBucket()).toEqual(before.filter((name) => !deleted.includes(name ?? '')))
  expect(copies()).toHaveLength(deleted.length)

  await library.undo()
  expect(inBucket()).toEqual(before)
  expect((await library.sync({ delete: true })).deleted).toEqual([])
  expect(copies()).toEqual([])
})

test('a store that cannot be reached stops no run', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3 } = opened
  await library.plan('all')
  await library.sync({})
  s3.intercept = () => ({ status: 403, code: 'AccessDenied' })
  const report = await library.execute('all')
  expect(report.actors.flatMap((actor) => actor.failed)).toEqual([])
  await expect(library.sync({})).rejects.toMatchObject({
    code: expect.any(String),
    message: expect.not.stringContaining('test-secret'),
  })
})

const IMAGES = 'sets/actors/alice/training_data'
const here = (root: string, name: string) => join(root, 'actors/alice/training_data', name)

test('what a run deleted comes back with its copy, from the trash or by undo after a restart', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { core, library, s3, inBucket } = opened
  await library.plan('all')
  await library.sync({})
  const before = inBucket()
  const report = await library.execute('all', { deleteOnly: true })
  const deleted = report.actors.flatMap((actor) => actor.deleted)
  expect(deleted.length).toBeGreaterThan(1)
  expect(library.trash.inStore().files).toBeGreaterThanOrEqual(deleted.length)
  const [first] = await library.trash.list()
  expect(await library.trash.restore([first!.id])).toBe(1)
  expect(inBucket()).toContain(first!.filename)

  const again = await core.open(library.root)
  await again.undo()
  expect(inBucket()).toEqual(before)
  s3.requests.length = 0
  expect(await again.sync({ delete: true })).toMatchObject({ deleted: [], conflicts: [], failed: [] })
  expect(s3.requests.filter((request) => /^PUT .*jpg$/.test(request))).toEqual([])
})

test('emptying the trash empties what the store kept of it, and says so', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3 } = opened
  await library.plan('all')
  await library.sync({})
  await library.execute('all')
  const kept = library.trash.inStore()
  expect(kept.files).toBeGreaterThan(0)
  const inTrash = () => [...s3.objects.keys()].filter((key) => key.includes('.trash/')).length
  s3.intercept = ({ method }) => (method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : undefined)
  expect((await library.trash.empty()).store).toMatchObject({
    files: 0,
    problem: expect.stringMatching(/not allowed to delete/),
  })
  s3.intercept = () => undefined
  expect((await library.trash.empty()).store).toEqual({ ...kept, problem: null })
  expect([inTrash(), library.trash.inStore().files]).toEqual([0, 0])
})

test('an image deleted by hand leaves the store with --delete, and its copy can be had back from the trash', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, inBucket } = opened
  await library.sync({})
  const file = here(library.root, 'alice_2.jpg')
  const content = await readFile(file)
  await rm(file)
  expect(await library.sync({ delete: true })).toMatchObject({ deleted: ['actors/alice/training_data/alice_2.jpg'] })
  expect(inBucket()).not.toContain('alice_2.jpg')
  const item = (await library.trash.list()).find(({ filename }) => filename === 'alice_2.jpg')
  expect(item).toMatchObject({ reason: 'store', actor_id: 'alice', bytes: content.length })
  expect(await library.trash.restore([item!.id])).toBe(1)
  expect(await readFile(file)).toEqual(content)
  expect(inBucket()).toContain('alice_2.jpg')
  expect(await library.sync({ delete: true })).toMatchObject({ uploaded: [], deleted: [], conflicts: [], bytes: 0 })
})

test('what is only in the store is offered, and fetched when that is asked for, new actors included', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3 } = opened
  await library.sync({})
  const [anyImage] = [...s3.objects].filter(([key]) => key.endsWith('.jpg'))
  s3.objects.set(`${IMAGES}/alice_9.jpg`, anyImage![1])
  s3.objects.set('sets/actors/bob/training_data/bob_1.jpg', anyImage![1])
  s3.objects.set('sets/notes.txt', anyImage![1])
  const offered = ['actors/alice/training_data/alice_9.jpg', 'actors/bob/training_data/bob_1.jpg']
  expect(await library.sync({ delete: true })).toMatchObject({ offered, downloaded: [], deleted: [] })
  expect(await library.sync({ download: ['alice'] })).toMatchObject({
    downloaded: offered.slice(0, 1),
    offered: offered.slice(1),
  })
  expect(await library.sync({ download: 'all' })).toMatchObject({
    downloaded: offered.slice(1),
    offered: [],
    failed: [],
  })
  expect((await library.status()).actors.map(({ actor_id }) => actor_id)).toEqual(['alice', 'bob'])
  await rm(here(library.root, 'alice_9.jpg'))
  expect(await library.sync({ delete: true }), 'not put there by us').toMatchObject({
    deleted: [],
    offered: offered.slice(0, 1),
  })
})

test('an actor whose folder is gone, or of which alone the library is open, costs the store nothing', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3, core } = opened
  await cp(join(library.root, 'actors/alice'), join(library.root, 'actors/carol'), { recursive: true })
  await core.open(library.root).then((again) => again.sync({}))
  const stored = s3.objects.size
  const alone = await core.open(join(library.root, 'actors/alice'))
  expect(await alone.sync({ delete: true })).toMatchObject({ uploaded: [], deleted: [], offered: [], emptied: [] })
  await rm(join(library.root, 'actors/carol'), { recursive: true })
  const again = await core.open(library.root)
  expect(await again.sync({ delete: true })).toMatchObject({
    deleted: [],
    emptied: ['actors/carol/base_image', 'actors/carol/training_data'],
  })
  expect(s3.objects.size).toBe(stored)
})

test('a conflict keeps both under names of their own, or takes theirs with ours in the trash', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3 } = opened
  await library.sync({})
  const key = `${IMAGES}/alice_1.jpg`
  const mine = await photograph(501)
  const put = (data: Buffer) =>
    s3.objects.set(key, {
      ...s3.objects.get(key)!,
      data,
      etag: createHash('md5').update(data).digest('hex'),
      headers: {},
    })
  await writeFile(here(library.root, 'alice_1.jpg'), mine)
  put(await photograph(502))
  const named = await library.sync({})
  expect(named.conflicts).toMatchObject([
    { file: 'actors/alice/training_data/alice_1.jpg', here: { bytes: mine.length } },
  ])
  expect(await library.sync({ conflicts: 'both' })).toMatchObject({ conflicts: [], failed: [] })
  expect(await readFile(here(library.root, 'alice_1.jpg'))).toEqual(mine)
  expect(await readFile(here(library.root, 'alice_7.jpg'))).toEqual(await photograph(502))
  expect(s3.objects.get(key)?.data).toEqual(mine)
  expect(s3.objects.get(`${IMAGES}/alice_7.jpg`)?.data).toEqual(await photograph(502))

  await writeFile(here(library.root, 'alice_1.jpg'), await photograph(503))
  const theirs = await photograph(504)
  put(theirs)
  expect(await library.sync({ conflicts: 'theirs' })).toMatchObject({ conflicts: [], failed: [] })
  expect(await readFile(here(library.root, 'alice_1.jpg'))).toEqual(theirs)
  expect(await library.trash.list()).toMatchObject([{ filename: 'alice_1.jpg', reason: 'replaced' }])
  expect(await library.sync({}), 'nothing is left to do').toMatchObject({ uploaded: [], conflicts: [], bytes: 0 })
})

test('manifests that both sides wrote are one when both are kept', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3, images } = opened
  await library.plan('all')
  await library.sync({})
  const key = `${IMAGES}/manifest.json`
  const there = s3.objects.get(key)!
  const manifest = JSON.parse(there.data.toString())
  manifest.images.push({ filename: 'alice_8.jpg', type: 'bw_stylized', classified_by: 'human', verdict: 'keep' })
  const data = Buffer.from(JSON.stringify(manifest))
  s3.objects.set(key, { ...there, data, etag: createHash('md5').update(data).digest('hex'), headers: {} })
  s3.objects.set(`${IMAGES}/alice_8.jpg`, { ...there, data: await photograph(508), etag: 'e8', headers: {} })
  const file = here(library.root, 'manifest.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"version": 1', '"version": 1, "note": "mine"'))
  expect((await library.sync({})).conflicts).toHaveLength(1)
  expect(await library.sync({ conflicts: 'both', download: 'all' })).toMatchObject({ conflicts: [], failed: [] })
  expect((await images()).find(({ filename }) => filename === 'alice_8.jpg')).toMatchObject({ type: 'bw_stylized' })
  expect(await readFile(file, 'utf8')).toContain('"note": "mine"')
  expect(s3.objects.get(key)?.data.toString()).toBe(await readFile(file, 'utf8'))
})

test('a share of deletions that is too large needs a yes, and does nothing without one', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, s3 } = opened
  await library.plan('all')
  await library.sync({})
  for (const n of [1, 2, 3, 4]) await rm(here(library.root, `alice_${n}.jpg`))
  s3.requests.length = 0
  await expect(library.sync({ delete: true })).rejects.toMatchObject({
    code: 'LIMIT',
    message: expect.stringMatching(/4 of 8/),
  })
  expect(s3.requests.filter((request) => !request.startsWith('GET'))).toEqual([])
  expect((await library.sync({ delete: true, yesDelete: async () => false })).deleted).toEqual([])
  expect((await library.sync({ delete: true, yesDelete: true })).deleted).toHaveLength(4)
})

test('memory does not grow with what is sent', async () => {
  await using folder = await temporaryFolder()
  await using cleanup = new AsyncDisposableStack()
  const s3 = await startFakeS3()
  cleanup.defer(() => s3.close())
  const bytes = 32 * 1024
  const inUse = async (count: number, actor: string) => {
    const root = join(folder.path, actor)
    await mkdir(join(root, actor), { recursive: true })
    for (let n = 1; n <= count; n++) await writeFile(join(root, actor, `${actor}_${n}.jpg`), randomBytes(bytes))
    const script = join(import.meta.dirname, '../support/s3-sync-child.ts')
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    const args = [script, root, join(folder.path, `${actor}.jsonl`), `s3://${s3.bucket}/${actor}`, s3.endpoint]
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', ...args], { env })
    const { uploaded, inUseBytes } = JSON.parse(stdout)
    expect(uploaded).toBe(count)
    return Number(inUseBytes)
  }
  const [few, many] = [await inUse(200, 'few'), await inUse(2000, 'many')]
  console.info(
    `In use towards the end: ${Math.round(few / 1e6)} MB for 200 files, ${Math.round(many / 1e6)} MB for 2000 files`,
  )
  expect(many - few, 'of the 59 MB that more were sent: what is remembered of each file').toBeLessThan(24e6)
})
