import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Operation } from '../../../src/main/history/records.ts'
import { addImages, contentsOf, entriesOf, label, openEditor } from '../../support/edit-library.ts'
import { createObjects } from '../../../src/main/library/snapshots/objects.ts'
import { createFuse, type Fuse } from '../../support/fuse.ts'

const roots: string[] = []
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true, force: true })
})

/** Ann's manifest has another tool's format and unknown keys; bob has none. */
const MANIFEST = `{"owner":"someone","images":{"ann_1.jpg":{"type":"photorealistic","seed":18446744073709551615},"ann_2.jpg":{"note":"mine"},"ann_3.jpg":{}}}`

/** Sidecars, which move with their images. */
const SIDECARS = ['ann_2.txt', 'ann_3.caption', 'ann_3-masklabel.png', 'ann_3_te.npz']

async function library(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'evencast-edit-'))
  roots.push(root)
  await addImages(root, 'ann', ['ann_1.jpg', 'ann_2.jpg', 'ann_3.jpg', ...SIDECARS], MANIFEST)
  await addImages(root, 'bob', ['bob_1.jpg'])
  return root
}

const ENTRY_OF_1 = { filename: 'ann_1.jpg', type: 'photorealistic', original_seed: 1 } as const

/** Returns the operations of a restore: the snapshot replaces one image, removes another, and changes only the entry of a third. */
async function restoring(root: string): Promise<readonly Operation[]> {
  const kept = async (text: string) => (await createObjects(root).addBytes(Buffer.from(text))).sha256
  const place = { kind: 'restore', actorId: 'ann', before: null, after: null } as const
  return [
    {
      ...place,
      filename: 'ann_1.jpg',
      outId: 'o-1',
      content: { trashId: 'i-1', sha256: await kept('ann_1.jpg as it was') },
      before: ENTRY_OF_1,
      after: { filename: 'ann_1.jpg', note: 'as it was' },
    },
    { ...place, filename: 'ann_3.jpg', outId: 'o-3', content: null, before: { filename: 'ann_3.jpg' } },
    { ...place, filename: 'ann_2.jpg', outId: null, content: null, after: { filename: 'ann_2.jpg', note: 'other' } },
  ]
}

async function expectRestored(root: string): Promise<void> {
  const files = await contentsOf(root)
  const of = (name: string) => files[join(root, 'actors/ann', name)]
  expect(of('ann_1.jpg')).toBe('ann_1.jpg as it was')
  expect(of('ann_3.jpg')).toBeUndefined()
  expect(of('ann_3.caption')).toBe('content of ann_3.caption')
  const entries = (await entriesOf(root, 'ann')).map((one) => ({ ...one, width: undefined }))
  expect(entries).toEqual([
    { filename: 'ann_1.jpg', note: 'as it was' },
    { filename: 'ann_2.jpg', note: 'other' },
  ])
}

const entry = (filename: string) => ({ filename, note: `of ${filename}` })
const OPERATIONS: readonly Operation[] = [
  label('ann', 'ann_1.jpg', 'bw_stylized'),
  { kind: 'trash', actorId: 'ann', filename: 'ann_2.jpg', trashId: 't-1', entry: entry('ann_2.jpg') },
  {
    kind: 'move',
    actorId: 'ann',
    filename: 'ann_3.jpg',
    to: { actorId: 'bob', filename: 'bob_2.jpg' },
    entry: entry('ann_3.jpg'),
    entryThere: entry('bob_2.jpg'),
  },
]

/** Resolves when the work is done or the process has died. */
async function live(fuse: Fuse, work: Promise<unknown>): Promise<void> {
  const outcome = work.catch((error: unknown) => {
    if (!fuse.blown) throw error
  })
  await Promise.race([outcome, fuse.dead])
  if (fuse.blown) await fuse.dead
}

/** Runs `life` with a fuse for every number of operations until it no longer blows. Returns how many lives that took. */
async function forEveryKill(life: (fuse: Fuse) => Promise<void>): Promise<number> {
  for (let k = 1; ; k++) {
    const fuse = createFuse(k)
    await life(fuse)
    if (!fuse.blown) return k
  }
}

async function expectDone(root: string): Promise<void> {
  const files = await contentsOf(root)
  const names = Object.keys(files).map((path) => path.slice(root.length + 8))
  expect(names.toSorted()).toEqual([
    'ann/ann_1.jpg',
    'ann/manifest.json',
    'bob/bob_1.jpg',
    'bob/bob_2-masklabel.png',
    'bob/bob_2.caption',
    'bob/bob_2.jpg',
    'bob/bob_2_te.npz',
    'bob/manifest.json',
  ])
  expect(files[join(root, 'actors/bob/bob_2.jpg')]).toBe('content of ann_3.jpg')
  expect(files[join(root, 'actors/bob/bob_2_te.npz')]).toBe('content of ann_3_te.npz')
  expect(files[join(root, 'actors/ann/manifest.json')]).toContain('18446744073709551615')
  expect(await entriesOf(root, 'ann')).toMatchObject([{ filename: 'ann_1.jpg', type: 'bw_stylized' }])
  expect(await entriesOf(root, 'bob')).toEqual([entry('bob_2.jpg')])
}

test('an edit killed at any operation is done whole or not at all by the next start, and taken back to the byte', async () => {
  const lives = await forEveryKill(async (fuse) => {
    const root = await library()
    const before = await contentsOf(root)
    {
      using editor = openEditor(root, fuse)
      await live(fuse, editor.apply('An edit', OPERATIONS))
    }
    using editor = openEditor(root)
    expect(await editor.recover()).toEqual([])
    if (fuse.operations === 1) return expect(await contentsOf(root)).toEqual(before)
    await expectDone(root)
    await editor.undo(1)
    expect(await contentsOf(root)).toEqual(before)
  })
  expect(lives).toBeGreaterThan(12)
})

test('undo and redo killed at any operation are finished by the next start, to the byte', async () => {
  for (const act of ['undo', 'redo'] as const) {
    const lives = await forEveryKill(async (fuse) => {
      const root = await library()
      const before = await contentsOf(root)
      let after: Record<string, string>
      {
        using editor = openEditor(root)
        await editor.apply('An edit', OPERATIONS)
        after = await contentsOf(root)
        if (act === 'redo') await editor.undo(1)
      }
      {
        using editor = openEditor(root, fuse)
        await live(fuse, editor[act](1))
      }
      using editor = openEditor(root)
      expect(await editor.recover()).toEqual([])
      const finished = (fuse.blown && fuse.operations > 12) || !fuse.blown
      if (finished) expect(await contentsOf(root)).toEqual(act === 'undo' ? before : after)
      // Whatever was done, undo restores every byte.
      const now = await contentsOf(root)
      expect([before, after]).toContainEqual(now)
      if (JSON.stringify(now) !== JSON.stringify(before)) await editor.undo(1)
      expect(await contentsOf(root)).toEqual(before)
    })
    expect(lives).toBeGreaterThan(10)
  }
})

test('restoring a snapshot killed at any operation is done whole or not at all, and taken back to the byte', async () => {
  const lives = await forEveryKill(async (fuse) => {
    const root = await library()
    const before = await contentsOf(root)
    const operations = await restoring(root)
    {
      using editor = openEditor(root, fuse)
      await live(fuse, editor.apply('Restored', operations))
    }
    {
      using editor = openEditor(root)
      expect(await editor.recover()).toEqual([])
      if (fuse.operations === 1) return expect(await contentsOf(root)).toEqual(before)
      await expectRestored(root)
    }
    using editor = openEditor(root)
    await editor.undo(1)
    expect(await contentsOf(root)).toEqual(before)
  })
  expect(lives).toBeGreaterThan(15)
})

test('taking a restored snapshot back survives a kill at any operation as well', async () => {
  const lives = await forEveryKill(async (fuse) => {
    const root = await library()
    const before = await contentsOf(root)
    {
      using editor = openEditor(root)
      await editor.apply('Restored', await restoring(root))
    }
    {
      using editor = openEditor(root, fuse)
      await live(fuse, editor.undo(1))
    }
    using editor = openEditor(root)
    expect(await editor.recover()).toEqual([])
    if (JSON.stringify(await contentsOf(root)) !== JSON.stringify(before)) await editor.undo(1)
    expect(await contentsOf(root)).toEqual(before)
  })
  expect(lives).toBeGreaterThan(15)
})

test('restoring that fails half way leaves every file where it was', async () => {
  const root = await library()
  const before = await contentsOf(root)
  using editor = openEditor(root)
  const operations = await restoring(root)
  await rm(join(root, '.evencast/snapshots/objects'), { recursive: true })
  await expect(editor.apply('Restored', operations)).rejects.toThrow(/missing from .evencast\/snapshots/)
  expect(await contentsOf(root)).toEqual(before)
})
