import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { startFakeS3 } from '../support/s3/fake.ts'

/** A library of six images whose set is four: two are surplus, one is to be made. Its store is a bucket on loopback. */
async function open(folder: string) {
  const cleanup = new AsyncDisposableStack()
  const s3 = await startFakeS3()
  cleanup.defer(() => s3.close())
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['alice'], images: 6 })
  await mkdir(join(root, '.evencast'))
  const settings = { total: 4, store: `s3://${s3.bucket}/sets`, storeEndpoint: s3.endpoint, storeRegion: 'us-east-1' }
  await writeFile(join(root, '.evencast/settings.json'), JSON.stringify(settings))
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
  return { library, s3, images, inBucket, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
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
  // The manifest in the bucket is the one that names the URLs.
  const stored = s3.objects.get('sets/actors/alice/training_data/manifest.json')
  expect(stored?.data.toString()).toContain(s3.endpoint)

  s3.requests.length = 0
  const again = await library.sync({})
  expect([again.uploaded, again.deleted, again.downloaded, again.bytes]).toEqual([[], [], [], 0])
  expect(s3.requests.filter((request) => request.startsWith('PUT'))).toEqual([])
  const { findings } = await library.verify()
  expect(findings.filter(({ kind }) => kind === 'store_url')).toEqual([])
})

test('what a run deletes leaves the bucket, and comes back with undo', async () => {
  await using folder = await temporaryFolder()
  await using opened = await open(folder.path)
  const { library, inBucket } = opened
  await library.plan('all')
  await library.sync({})
  const before = inBucket()
  expect(before).toHaveLength(6)
  const report = await library.execute('all')
  const deleted = report.actors.flatMap((actor) => actor.deleted)
  expect(deleted.length).toBeGreaterThan(0)
  expect(inBucket()).toEqual(before.filter((name) => !deleted.includes(name ?? '')))

  await library.undo()
  expect(inBucket()).toEqual(before)
  expect((await library.sync({ delete: true })).deleted).toEqual([])
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
