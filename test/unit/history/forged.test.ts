import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addImages, contentsOf, openEditor } from '../../support/edit-library.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-forged-'))
  await addImages(root, 'ann', ['ann_1.jpg'])
  await writeFile(join(root, 'keep.txt'), 'mine')
  openEditor(root)[Symbol.dispose]()
})
afterEach(() => rm(root, { recursive: true, force: true }))

const place = { actorId: 'ann', filename: 'ann_1.jpg' }
const entry = { filename: 'ann_1.jpg' }
const out = '../../keep.txt'

function forge(operations: unknown, state: 'forth' | 'back' | 'done'): void {
  using db = Object.assign(new Sqlite(join(root, '.evencast/catalog.db')), {
    [Symbol.dispose](this: Sqlite.Database) {
      this.close()
    },
  })
  const text = typeof operations === 'string' ? operations : JSON.stringify(operations)
  db.prepare(`INSERT INTO edits (at, name, operations, state, recorded) VALUES ('', 'Forged', ?, ?, 1)`).run(
    text,
    state,
  )
}

const FORGED: readonly unknown[] = [
  [{ kind: 'move', ...place, to: { actorId: 'ann', filename: out }, entry, entryThere: entry }],
  [
    {
      kind: 'move',
      actorId: 'ann',
      filename: out,
      to: { actorId: 'ann', filename: 'ann_9.jpg' },
      entry,
      entryThere: entry,
    },
  ],
  [{ kind: 'trash', actorId: 'ann', filename: '.', trashId: 't', entry }],
  [{ kind: 'trash', actorId: 'ann', filename: 'manifest.json', trashId: 't', entry }],
  [{ kind: 'trash', ...place, trashId: '../..', entry }],
  [{ kind: 'add', actorId: '..', filename: 'x.jpg', trashId: 't', entry }],
  [{ kind: 'label', ...place, before: {}, after: { type: 7 } }],
  [{ kind: 'spawn', ...place }],
  [],
  { length: 1 },
  'no json',
  'null',
]

test.each(FORGED.flatMap((operations) => (['forth', 'back'] as const).map((state) => ({ state, operations }))))(
  'a forged edit is not carried out when the library is opened: $state $operations',
  async ({ state, operations }) => {
    forge(operations, state)
    const before = await contentsOf(root)
    using editor = openEditor(root)
    expect(await editor.recover()).toEqual([expect.stringMatching(/“Forged” .* damaged/)])
    expect(await editor.recover()).toEqual([])
    expect(await contentsOf(root)).toEqual(before)
    expect(await readFile(join(root, 'keep.txt'), 'utf8')).toBe('mine')
  },
)

test.each(FORGED)('nor is it when it is undone: %j', async (operations) => {
  forge(operations, 'done')
  const before = await contentsOf(root)
  using editor = openEditor(root)
  await expect(editor.undo(1)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await contentsOf(root)).toEqual(before)
})
