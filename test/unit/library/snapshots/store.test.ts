import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Snapshot } from '../../../../src/main/library/snapshots/schema.ts'
import { createSnapshotStore } from '../../../../src/main/library/snapshots/store.ts'

let root: string
const own = (...path: string[]) => join(root, '.evencast/snapshots', ...path)
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-snapshots-'))
  await mkdir(join(root, '.evencast'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const snapshotOf = (id: string, record: string): Snapshot => ({
  version: 1,
  id,
  name: `called ${id}`,
  at: '2026-11-29T10:00:00.000Z',
  automatic: false,
  images: 1,
  bytes: 1,
  new_bytes: 1,
  actors: [{ actor_id: 'ann', record }],
})

/** Creates a snapshot of one file with this content. */
async function keep(id: string, content: string): Promise<string> {
  const store = createSnapshotStore(root)
  await store.begin()
  const { sha256 } = await store.objects.addBytes(Buffer.from(content))
  const files = [{ name: 'ann_1.jpg', sha256, bytes: content.length, stamp: '' }]
  await store.finish(snapshotOf(id, await store.addRecord({ version: 1, actor_id: 'ann', manifest: null, files })))
  return sha256
}

const contents = async (): Promise<string[]> =>
  (await readdir(own('objects'), { recursive: true })).filter((name) => name.length > 60)

test('a content is kept once, and goes with the last snapshot that holds it', async () => {
  await keep('one', 'same')
  await keep('two', 'same')
  const third = await keep('three', 'other')
  expect(await contents()).toHaveLength(4)
  const store = createSnapshotStore(root)
  await store.remove(['three'])
  expect(await store.objects.has(third)).toBe(false)
  expect(await contents()).toHaveLength(2)
  await store.remove(['one', 'two'])
  expect(await contents()).toEqual([])
})

test('a kept file is a copy: what is written into the file in place later does not change it', async () => {
  const file = join(root, 'ann_1.jpg')
  await writeFile(file, 'before')
  const { objects } = createSnapshotStore(root)
  const { sha256, isNew } = await objects.addFile(file)
  expect(isNew).toBe(true)
  await writeFile(file, 'after!', { flag: 'r+' })
  expect(await readFile(await objects.verified(sha256), 'utf8')).toBe('before')
  await writeFile(file, 'before', { flag: 'r+' })
  expect(await objects.addFile(file)).toEqual({ sha256, bytes: 6, isNew: false })
})

test('a damaged content is refused, and mended by the next snapshot of the same file', async () => {
  const { objects } = createSnapshotStore(root)
  const { sha256 } = await objects.addBytes(Buffer.from('sound'))
  await writeFile(objects.pathOf(sha256), 'rotten')
  await expect(objects.verified(sha256)).rejects.toThrow(/missing from .evencast\/snapshots or damaged/)
  await expect(objects.read(sha256)).rejects.toThrow(/damaged/)
  await objects.addBytes(Buffer.from('sound'))
  expect((await objects.read(sha256)).toString()).toBe('sound')
})

test('what a snapshot that was cut short has left is cleared by the next start', async () => {
  const kept = await keep('one', 'kept')
  const store = createSnapshotStore(root)
  await store.begin()
  const { sha256 } = await store.objects.addBytes(Buffer.from('of nobody'))
  await createSnapshotStore(root).settle()
  expect(await store.objects.has(sha256)).toBe(false)
  expect(await store.objects.has(kept)).toBe(true)
  expect(await readdir(own())).not.toContain('unsettled')
})

test('as long as a snapshot makes no sense, nothing that it may hold is deleted', async () => {
  const kept = await keep('one', 'kept')
  await writeFile(own('one.json'), '{"version": 2}')
  const store = createSnapshotStore(root)
  expect(await store.list()).toEqual([])
  await keep('two', 'other')
  await store.remove(['two'])
  expect(await store.objects.has(kept)).toBe(true)
})

test('nothing that a stranger wrote leads out of the library', async () => {
  const store = createSnapshotStore(root)
  await keep('one', 'x')
  const sound: Snapshot = snapshotOf('bad', 'a'.repeat(64))
  const bad = [
    { ...sound, id: '../../x' },
    { ...sound, id: 'other' },
    { ...sound, actors: [{ actor_id: '../x', record: 'a'.repeat(64) }] },
    { ...sound, actors: [{ actor_id: 'ann', record: '../../../secret' }] },
    { ...sound, at: 'yesterday' },
  ]
  for (const snapshot of bad) {
    await writeFile(own('bad.json'), JSON.stringify(snapshot))
    expect((await store.list()).map(({ id }) => id)).toEqual(['one'])
  }
  expect(() => store.objects.pathOf('../../../../etc/passwd')).toThrow(/names no content/)
  const record = {
    version: 1,
    actor_id: 'ann',
    manifest: null,
    files: [{ name: '../x.jpg', sha256: 'a'.repeat(64), bytes: 1, stamp: '' }],
  }
  const { sha256 } = await store.objects.addBytes(Buffer.from(JSON.stringify(record)))
  await expect(store.record(sha256)).rejects.toThrow(/is damaged/)
})

test('contents are not written through a link out of the library', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'evencast-outside-'))
  try {
    await mkdir(own())
    await symlink(outside, own('objects'))
    const { objects } = createSnapshotStore(root)
    await expect(objects.addBytes(Buffer.from('x'))).rejects.toThrow(/leads out of the library/)
    await writeFile(join(root, 'a.jpg'), 'x')
    await expect(objects.addFile(join(root, 'a.jpg'))).rejects.toThrow(/leads out of the library/)
    expect(await readdir(outside)).toEqual([])
  } finally {
    await rm(outside, { recursive: true })
  }
})
