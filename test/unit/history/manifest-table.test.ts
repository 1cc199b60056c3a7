import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { manifestTable, storedRecord } from '../../../src/main/history/manifest-table.ts'
import { HISTORY_SCHEMA } from '../../../src/main/history/schema.ts'
import { RUNS_SCHEMA } from '../../../src/main/runs/schema.ts'

test.each([1, 2000])('a patch of %i entries comes back as it was written', async (entries) => {
  const db = openDatabase(':memory:', [
    CATALOG_SCHEMA,
    { name: 'runs', steps: RUNS_SCHEMA },
    { name: 'history', steps: HISTORY_SCHEMA },
  ])
  db.pragma('foreign_keys = OFF')
  const table = manifestTable(db)
  const patch = {
    updated_at: '2026-11-22T10:00:00.000Z',
    without: ['gone.jpg'],
    entries: Array.from({ length: entries }, (_, n) => [n, { filename: `é_${n}.jpg`, prompt: '“x”' }] as const),
  }
  const record = { digestBefore: '', digestAfter: 'b', undo: { ...patch, entries: [] }, redo: patch, bytesBefore: null }
  table.put(1, 'ann', await storedRecord(record))
  expect(table.get(1, 'ann')).toEqual(record)
  const { letters } = db.prepare<[], { letters: number }>('SELECT length(forth) letters FROM edit_manifests').get()!
  expect(letters).toBeLessThan(60_000)
  db.prepare("UPDATE edit_manifests SET forth = 'deflate:AAAA'").run()
  expect(() => table.get(1, 'ann')).toThrow('The history entry of a manifest is damaged')
  db.close()
})
