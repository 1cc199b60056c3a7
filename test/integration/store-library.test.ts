import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { upsertImage, writeManifest } from '../../src/main/domain/manifest.ts'
import type { Core, Library } from '../../src/main/app.ts'
import { classify } from '../../src/main/operations/edit/classify.ts'
import { trashImages } from '../../src/main/operations/edit/trash.ts'
import { runBuiltCli } from '../support/cli.ts'
import { testCore } from '../support/core.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'
import { startFakeS3 } from '../support/s3/fake.ts'

const ENV = { AWS_ACCESS_KEY_ID: 'test-access-key-id', AWS_SECRET_ACCESS_KEY: 'test-secret-access-key' }
const WAIT = { timeout: 20_000, interval: 50 }
const cleanup = new AsyncDisposableStack()
afterAll(() => cleanup.disposeAsync())

let s3: Awaited<ReturnType<typeof startFakeS3>>
let folder: string
let address: string

/** Creates a person's machine: a core with its own settings. */
async function machine(name: string): Promise<Core & AsyncDisposable> {
  const core = await testCore(join(folder, name), { env: ENV })
  await core.changeSettings({
    scope: 'user',
    values: { storeEndpoint: s3.endpoint, storeRegion: 'us-east-1', unencryptedHosts: [], total: 4 },
    reset: [],
  })
  return core
}

beforeAll(async () => {
  s3 = await startFakeS3()
  cleanup.defer(() => s3.close())
  const temporary = cleanup.use(await temporaryFolder())
  folder = temporary.path
  address = `s3://${s3.bucket}/sets`
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['alice', 'bob'], images: 3 })
  await using core = await machine('first')
  const library = await core.open(root)
  await core.changeSettings({ scope: 'user', values: { store: address }, reset: [] })
  expect((await library.sync({})).failed).toEqual([])
})

const stored = (actorId: string) =>
  readManifest(String(s3.objects.get(`sets/actors/${actorId}/training_data/manifest.json`)?.data), actorId).manifest
const storedImage = (actorId: string, n: number) =>
  stored(actorId).images.find(({ filename }) => filename === `${actorId}_${n}.jpg`)
const imagesIn = (actorId: string) =>
  [...s3.objects.keys()].filter((key) => key.startsWith(`sets/actors/${actorId}/`) && key.endsWith('.jpg')).length
/** Waits until downloaded images are measured. */
const counts = (library: Library, expected: Readonly<Record<string, object>>) =>
  vi.waitFor(async () => {
    const { actors } = await library.status()
    for (const [actorId, some] of Object.entries(expected))
      expect(actors.find(({ actor_id }) => actor_id === actorId)?.counts).toMatchObject(some)
  }, WAIT)
const idOf = ({ parts }: Library, actorId: string, n: number) => {
  return String(parts.context.catalog.images.byName(actorId, `${actorId}_${n}.jpg`)?.id)
}
const put = (key: string, data: Buffer) =>
  s3.objects.set(key, { data, etag: createHash('md5').update(data).digest('hex'), headers: {}, at: new Date() })

test('a library in a store opens by its address: its actors, images and labels are there, and it is found again', async () => {
  await using core = await machine('reader')
  const library = await core.open(`${address}/`)
  await library.inStep()
  await counts(library, { alice: { photorealistic: 3 }, bob: { photorealistic: 3 } })
  expect(core.settings().sources['store']).toBe('library address')
  expect(await core.recentFolders()).toMatchObject([{ name: 'sets', hint: address }])
})

test('closing while images are downloaded cancels that, and is no failure', async () => {
  await using core = await machine('closing')
  s3.intercept = ({ method, key }) => (method === 'GET' && key.endsWith('.jpg') ? 'hang' : undefined)
  const states: string[] = []
  core.subscribe((event) => {
    if (event.type === 'task' && event.task.kind === 'sync') states.push(event.task.state)
  })
  await core.open(address)
  await vi.waitFor(() => expect(states).toContain('running'), WAIT)
  await core.closeLibrary()
  s3.intercept = () => undefined
  expect(states.at(-1)).toBe('cancelled')
})

test('what a person does is in the store without a command, and appears where else it is open; trash too', async () => {
  await using one = await machine('one')
  await using other = await machine('other')
  const [mine, theirs] = [await one.open(address), await other.open(address)]
  await Promise.all([mine.inStep(), theirs.inStep()])
  const { editing, context } = mine.parts
  await classify(editing, [idOf(mine, 'alice', 1)], 'bw_stylized')
  await trashImages(context, editing, [idOf(mine, 'alice', 2)])
  await mine.setTargets(['alice'], { preset: 'illustrated' })
  await vi.waitFor(
    () => expect(storedImage('alice', 1)).toMatchObject({ type: 'bw_stylized', classified_by: 'human' }),
    WAIT,
  )
  await vi.waitFor(() => expect(imagesIn('alice')).toBe(2), WAIT)
  await vi.waitFor(() => expect(storedImage('alice', 2)).toBeUndefined(), WAIT)
  await vi.waitFor(() => expect(s3.objects.has('sets/actors/alice/actor.json')).toBe(true), WAIT)
  await theirs.inStep()
  await counts(theirs, { alice: { photorealistic: 1, bw_stylized: 1 } })
  expect((await theirs.status()).actors[0]?.target_from).toBe('actor')
  await mine.inStep()
  await mine.parts.history.undo()
  await mine.parts.history.undo()
  await vi.waitFor(() => expect(imagesIn('alice')).toBe(3), WAIT)
  await vi.waitFor(() => expect(stored('alice').images).toHaveLength(3), WAIT)
  await theirs.inStep()
  await counts(theirs, { alice: { photorealistic: 2, bw_stylized: 1 } })
})

test('a drag wins over what was published meanwhile, which comes as well; what is offline is kept and sent later', async () => {
  await using core = await machine('offline')
  const library = await core.open(address)
  await library.inStep()
  const notices: string[] = []
  core.onNotice(({ message }) => notices.push(message))
  // A worker publishes one more image, one less, and another label.
  const key = 'sets/actors/bob/training_data'
  const { images, ...rest } = stored('bob')
  s3.intercept = () => 'drop'
  const { editing } = library.parts
  await classify(editing, [idOf(library, 'bob', 1), idOf(library, 'bob', 2)], 'color_stylized')
  await expect(library.inStep()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(notices).toHaveLength(1)
  expect(notices[0]).toMatch(/Changes are kept here and sent later\.$/)
  await core.closeLibrary()
  const again = await core.open(address)
  expect((await again.status()).actors[1]?.counts).toMatchObject({ color_stylized: 2 })
  // Immediately: a worker that writes after the drag was uploaded is refused by its ETag.
  const picture = await photograph(77)
  s3.intercept = () => undefined
  const published = { ...rest, images: images.filter(({ filename }) => !/_[23]\.jpg/.test(filename)) }
  put(`${key}/bob_9.jpg`, picture)
  put(
    `${key}/manifest.json`,
    Buffer.from(writeManifest(upsertImage(published, 'bob_9.jpg', { type: 'bw_stylized', source: 'generated' }))),
  )
  s3.objects.delete(`${key}/bob_2.jpg`)
  s3.objects.delete(`${key}/bob_3.jpg`)
  await again.inStep()
  // The dragged image stays and is uploaded again. The untouched one goes to the trash.
  expect(
    stored('bob')
      .images.map(({ filename, type }) => `${filename} ${type}`)
      .toSorted(),
  ).toEqual(['bob_1.jpg color_stylized', 'bob_2.jpg color_stylized', 'bob_9.jpg bw_stylized'])
  expect(imagesIn('bob')).toBe(3)
  expect((await again.trash.list()).map(({ filename }) => filename)).toContain('bob_3.jpg')
  await counts(again, { bob: { color_stylized: 2, bw_stylized: 1 } })
})

test('an actor that another tool took out of the bucket goes to the trash here, comes back from it, and is sent again', async () => {
  await using core = await machine('gone')
  const library = await core.open(address)
  await library.inStep()
  const notices: string[] = []
  core.onNotice(({ message }) => notices.push(message))
  const kept = [...s3.objects].filter(([key]) => key.startsWith('sets/actors/alice/'))
  for (const [key] of kept) s3.objects.delete(key)
  await library.inStep()
  expect((await library.status()).actors.map(({ actor_id }) => actor_id)).toEqual(['bob'])
  expect([...s3.objects.keys()].filter((key) => key.startsWith('sets/actors/alice/'))).toEqual([])
  expect(notices).toEqual([`alice was removed from ${address}: the files are in the trash here.`])
  const trashed = (await library.trash.list()).filter(({ reason }) => reason === 'removed from the store')
  expect(trashed).toHaveLength(kept.length)
  await library.trash.restore(trashed.map(({ id }) => id))
  await vi.waitFor(() => expect(stored('alice').images).toHaveLength(3), WAIT)
  await vi.waitFor(() => expect(imagesIn('alice')).toBe(3), WAIT)
  expect(storedImage('alice', 1)).toMatchObject({ type: 'bw_stylized', classified_by: 'human' })
})

test('a bucket that is empty all at once takes nothing away here, and a changed base image is said', async () => {
  await using core = await machine('emptied')
  const library = await core.open(address)
  await library.inStep()
  const notices: string[] = []
  core.onNotice(({ message }) => notices.push(message))
  const all = [...s3.objects]
  s3.objects.clear()
  await expect(library.inStep()).rejects.toThrow(/Nothing is left in s3:/)
  expect((await library.status()).actors).toHaveLength(2)
  for (const [key, object] of all) s3.objects.set(key, object)
  const base = all.find(([key]) => key.includes('bob/base_image/'))?.[0] ?? ''
  put(base, await photograph(78))
  await library.inStep()
  expect(notices.at(-1)).toBe(
    `The base image of bob was changed in ${address}: the new one is here, the former one in the trash.`,
  )
})

test('who asks for both sides to be the same waits for a look that began later, not for one under way', async () => {
  await using core = await machine('late')
  const library = await core.open(address)
  await library.inStep()
  const { images, ...rest } = stored('bob')
  const picture = await photograph(79)
  const key = 'sets/actors/bob/training_data'
  const asked = Promise.withResolvers<Promise<void>>()
  s3.intercept = ({ key: of, query }) => {
    if (of !== '' || query.get('prefix') !== 'sets/actors/') return undefined
    s3.intercept = () => undefined
    // After the listing was read and before the client receives it.
    queueMicrotask(() => {
      put(`${key}/bob_79.jpg`, picture)
      const published = upsertImage({ ...rest, images }, 'bob_79.jpg', { type: 'bw_stylized' })
      put(`${key}/manifest.json`, Buffer.from(writeManifest(published)))
      asked.resolve(library.inStep())
    })
    return undefined
  }
  await library.inStep()
  await asked.promise
  expect(library.parts.context.catalog.images.byName('bob', 'bob_79.jpg')).not.toBeNull()
})

test('a command whose changes cannot be sent says so and ends with 1, and one that changed nothing with 0', async () => {
  ensureBuilt()
  const configDir = join(folder, 'command')
  await mkdir(configDir, { recursive: true })
  const settings = { storeEndpoint: s3.endpoint, storeRegion: 'us-east-1', total: 4 }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  const run = (...args: readonly string[]) => runBuiltCli(args, { configDir, env: ENV })
  expect(await run('status', address)).toMatchObject({ code: 0 })
  s3.intercept = () => ({ status: 403, code: 'InvalidAccessKeyId' })
  expect(await run('status', address)).toMatchObject({ code: 0 })
  const changed = await run('target', address, '--actor-id', 'bob', '--set', 'illustrated')
  expect(changed).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Not sent to the store yet: what was changed of bob.'),
  })
  s3.intercept = () => undefined
  // Another writer changed it meanwhile, so nothing was uploaded although the store answers.
  const key = 'sets/actors/bob/actor.json'
  put(key, Buffer.from('{}'))
  expect(await run('status', address)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Not sent to the store yet: what was changed of bob.'),
  })
  expect(await run('sync', address, '--conflicts', 'mine')).toMatchObject({ code: 0 })
  expect(String(s3.objects.get(key)?.data)).toContain('target')
  // Ctrl+C ends the wait for a store that does not answer.
  let isSilent = false
  s3.intercept = ({ method, key: asked }) =>
    method === 'PUT' && asked === 'sets/actors/alice/actor.json' ? ((isSilent = true), 'hang') : undefined
  const interrupted = await runBuiltCli(['target', address, '--actor-id', 'alice', '--set', 'illustrated'], {
    configDir,
    env: ENV,
    stop: { signal: 'SIGINT', when: () => isSilent },
  })
  s3.intercept = () => undefined
  expect(interrupted).toMatchObject({ code: 130, stderr: expect.stringContaining('what was changed of alice.') })
  expect(await run('status', address)).toMatchObject({ code: 0 })
})

test('names that no disk takes are said in one sentence, and everything else is done', async () => {
  ensureBuilt()
  const configDir = join(folder, 'names')
  await mkdir(configDir, { recursive: true })
  await writeFile(
    join(configDir, 'settings.json'),
    JSON.stringify({ storeEndpoint: s3.endpoint, storeRegion: 'us-east-1', total: 4 }),
  )
  const picture = await photograph(80)
  const bob = 'sets/actors/bob/training_data'
  const odd = [
    `${bob}/../evil.jpg`,
    `${bob}/con.jpg`,
    `${bob}/${'x'.repeat(260)}.jpg`,
    'sets/actors/a:b/training_data/a.jpg',
  ]
  const others = [
    'sets/actors/lost+found/training_data/a.jpg',
    'sets/actors/zoe/training_data/zoe_1.jpg',
    `${bob}/.DS_Store`,
  ]
  for (const key of [...odd, ...others]) put(key, picture)
  const run = (...args: readonly string[]) => runBuiltCli(args, { configDir, env: ENV })
  const status = await run('status', address, '--json')
  const notes = status.stderr.split('\n').filter((line) => line.startsWith('Note: '))
  expect({ code: status.code, notes }).toEqual({ code: 0, notes: [expect.stringContaining('con.jpg')] })
  expect(notes[0]).toMatch(
    / and 1 more cannot have their names on a disk, so they stay in the store: rename them there\.$/,
  )
  expect(JSON.parse(status.stdout).actors.map(({ actor_id }: { actor_id: string }) => actor_id)).toEqual([
    'alice',
    'bob',
    'zoe',
  ])
  // Changes made here are still uploaded.
  expect(await run('target', address, '--actor-id', 'bob', '--set', 'standard')).toMatchObject({ code: 0 })
  expect(odd.every((key) => s3.objects.has(key))).toBe(true)
  for (const key of [...odd, ...others]) s3.objects.delete(key)
})

test('an image that the store does not give keeps nothing from it that was changed here', async () => {
  ensureBuilt()
  const configDir = join(folder, 'refused')
  await mkdir(configDir, { recursive: true })
  await writeFile(
    join(configDir, 'settings.json'),
    JSON.stringify({ storeEndpoint: s3.endpoint, storeRegion: 'us-east-1', total: 4 }),
  )
  const key = 'sets/actors/alice/training_data/alice_90.jpg'
  put(key, await photograph(90))
  s3.intercept = (asked) =>
    asked.method === 'GET' && asked.key === key ? { status: 403, code: 'AccessDenied' } : undefined
  const run = (...args: readonly string[]) => runBuiltCli(args, { configDir, env: ENV })
  expect(await run('target', address, '--actor-id', 'bob', '--set', 'photographs')).toMatchObject({ code: 0 })
  s3.intercept = () => undefined
  s3.objects.delete(key)
})

test('no library at an address, and keys that are refused, are each one sentence', async () => {
  await using core = await machine('nobody')
  await expect(core.open(`s3://${s3.bucket}/elsewhere`)).rejects.toThrow(
    /There is no library in s3:\/\/bucket\/elsewhere/,
  )
  s3.intercept = () => ({ status: 403, code: 'InvalidAccessKeyId' })
  await expect(core.open(address)).rejects.toMatchObject({ name: 'EvencastError' })
  s3.intercept = () => undefined
  expect(await core.recentFolders()).toEqual([])
})
