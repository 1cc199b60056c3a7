import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Operation } from '../../../src/main/history/records.ts'
import { createTrash } from '../../../src/main/library/trash.ts'
import { addImages, contentsOf, entriesOf, label, openEditor } from '../../support/edit-library.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-editor-'))
  const images = ['ann_1.jpg', 'ann_2.jpg'].map((filename) => ({ filename, type: 'photorealistic' }))
  await addImages(root, 'ann', ['ann_1.jpg', 'ann_2.jpg'], JSON.stringify({ owner: 'someone', images }))
  await addImages(root, 'bob', ['bob_1.jpg'])
})
afterEach(() => rm(root, { recursive: true, force: true }))

const path = (actorId: string, filename: string) => join(root, 'actors', actorId, filename)
const move: Operation = {
  kind: 'move',
  actorId: 'ann',
  filename: 'ann_2.jpg',
  to: { actorId: 'bob', filename: 'bob_2.jpg' },
  entry: { filename: 'ann_2.jpg', type: 'photorealistic' },
  entryThere: { filename: 'bob_2.jpg', type: 'photorealistic' },
}
const deletion: Operation = {
  kind: 'trash',
  actorId: 'ann',
  filename: 'ann_1.jpg',
  trashId: 'gone',
  entry: { filename: 'ann_1.jpg', type: 'photorealistic', note: 'mine' },
}

test('an edit that fails half way leaves everything as it was, and is not in the history', async () => {
  await writeFile(path('bob', 'bob_2.jpg'), 'of someone else')
  const before = await contentsOf(root)
  using editor = openEditor(root)
  await expect(editor.apply('Both', [deletion, move])).rejects.toThrow(/bob_2\.jpg is already there/)
  expect(await contentsOf(root)).toEqual(before)
  await expect(editor.undo(1)).rejects.toThrow(/no longer in the history/)
})

test('what somebody else wrote into a manifest since stays when an edit is taken back', async () => {
  using editor = openEditor(root)
  await editor.apply('Label', [label('ann', 'ann_1.jpg', 'bw_stylized')])
  const file = path('ann', 'manifest.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"owner": "someone"', '"owner": "else"'))
  await editor.undo(1)
  expect(await entriesOf(root, 'ann')).toMatchObject([{ type: 'photorealistic' }, { type: 'photorealistic' }])
  expect(await readFile(file, 'utf8')).toContain('"owner": "else"')
  await editor.redo(1)
  expect(await entriesOf(root, 'ann')).toMatchObject([{ type: 'bw_stylized', verdict: 'keep' }, {}])
  expect(await readFile(file, 'utf8')).toContain('"owner": "else"')
})

test('what cannot be taken back is refused with its reason, and nothing is changed', async () => {
  using editor = openEditor(root)
  await editor.apply('Deleted 1 image of ann', [deletion])
  await editor.apply('Moved 1 image to bob', [move])
  await createTrash(root).empty()
  await writeFile(path('ann', 'ann_2.jpg'), 'of someone else')
  const before = await contentsOf(root)
  await expect(editor.undo(1)).rejects.toThrow(
    /ann_1\.jpg of ann is no longer in the trash, so “Deleted 1 image of ann” cannot be undone/,
  )
  await expect(editor.undo(2)).rejects.toThrow(/Another ann_2\.jpg is in the folder of ann/)
  await unlink(path('bob', 'bob_2.jpg'))
  await expect(editor.undo(2)).rejects.toThrow(/bob_2\.jpg is no longer in the folder of bob/)
  expect(await contentsOf(root)).toEqual(
    Object.fromEntries(Object.entries(before).filter(([file]) => !file.endsWith('bob_2.jpg'))),
  )
})

const base64 = (text: string) => Buffer.from(text).toString('base64')
const caption = (n: number): Operation => ({
  kind: 'caption',
  actorId: 'ann',
  filename: `ann_${n}.jpg`,
  file: `ann_${n}.txt`,
  before: { file: base64('red'), entry: {} },
  after: { file: base64('blue'), entry: { caption: 'blue', caption_by: 'human' } },
})

test('captions of which one cannot be written leave the manifest as it was, worked out meanwhile or not', async () => {
  await writeFile(path('ann', 'ann_1.txt'), 'red')
  await writeFile(path('ann', 'ann_2.txt'), 'somebody else’s')
  const before = await contentsOf(root)
  using editor = openEditor(root)
  await expect(editor.apply('Captions', [caption(1), caption(2)])).rejects.toThrow(/ann_2\.txt was changed/)
  expect(await contentsOf(root)).toEqual(before)
  await editor.apply('Caption', [caption(1)])
  expect(await readFile(path('ann', 'ann_1.txt'), 'utf8')).toBe('blue')
  expect(await entriesOf(root, 'ann')).toMatchObject([{ caption: 'blue' }, {}])
})

test('what somebody else wrote into the manifest before a redo failed stays when that is taken back', async () => {
  for (const n of [1, 2]) await writeFile(path('ann', `ann_${n}.txt`), 'red')
  using editor = openEditor(root)
  const { id } = await editor.apply('Captions', [caption(1), caption(2)])
  await editor.undo(id)
  const theirs = JSON.stringify({ images: [{ filename: 'ann_1.jpg', caption: 'theirs' }] })
  await writeFile(path('ann', 'manifest.json'), theirs)
  await writeFile(path('ann', 'ann_2.txt'), 'somebody else’s')
  await expect(editor.redo(id)).rejects.toThrow(/ann_2\.txt was changed/)
  expect(await readFile(path('ann', 'manifest.json'), 'utf8')).toBe(theirs)
  await editor.undo(id)
  expect(await readFile(path('ann', 'manifest.json'), 'utf8')).toBe(theirs)
  expect(await readFile(path('ann', 'ann_1.txt'), 'utf8')).toBe('red')
})

test('a manifest that somebody else writes while captions are written stays when one of them cannot be', async () => {
  await writeFile(path('ann', 'ann_1.txt'), 'red')
  await writeFile(path('ann', 'ann_2.txt'), 'somebody else’s')
  const theirs = JSON.stringify({ images: [{ filename: 'ann_1.jpg', caption: 'theirs' }] })
  const { promise: isRead, resolve: read } = Promise.withResolvers<void>()
  using editor = openEditor(root, undefined, ({ files, manifests, ...others }) => ({
    ...others,
    manifests: {
      ...manifests,
      complete(actorId, manifest) {
        read()
        return manifests.complete(actorId, manifest)
      },
    },
    files: {
      ...files,
      async captionFolder(actorId) {
        await isRead
        await writeFile(path('ann', 'manifest.json'), theirs)
        return files.captionFolder(actorId)
      },
    },
  }))
  await expect(editor.apply('Captions', [caption(1), caption(2)])).rejects.toThrow(/ann_2\.txt was changed/)
  expect(await readFile(path('ann', 'manifest.json'), 'utf8')).toBe(theirs)
  expect(await readFile(path('ann', 'ann_1.txt'), 'utf8')).toBe('red')
})
