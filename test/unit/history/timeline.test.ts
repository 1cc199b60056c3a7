import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import type { Operation } from '../../../src/main/history/records.ts'
import { createHistoryJournal } from '../../../src/main/history/journal.ts'
import { HISTORY_SCHEMA } from '../../../src/main/history/schema.ts'
import { createTimeline } from '../../../src/main/history/timeline.ts'
import { RUNS_SCHEMA } from '../../../src/main/runs/schema.ts'
import { temporaryFolder } from '../../support/library.ts'

const BEFORE = [CATALOG_SCHEMA, { name: 'runs', steps: RUNS_SCHEMA }]
const SCHEMAS = [...BEFORE, { name: 'history', steps: HISTORY_SCHEMA }]
const addRun = (runId: string, at: string, state: string) =>
  `INSERT INTO runs (run_id, state, generator, options, started_at) VALUES ('${runId}', '${state}', 'local', '{}', '${at}')`
const names = async (timeline: ReturnType<typeof createTimeline>) =>
  (await timeline.list(10)).map(({ what, undone }) => ['name' in what ? what.name : what.runId, undone])

test('a library of an earlier version keeps its edits, in one order with its runs', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const old = openDatabase(file, BEFORE)
  const changes = `[{"actorId":"ann","filename":"ann_1.jpg","before":{},"after":{"type":"bw_stylized"}}]`
  const add = old.prepare('INSERT INTO edits (at, name, changes, undone) VALUES (?, ?, ?, ?)')
  add.run('2026-01-01', 'first', changes, 0)
  add.run('2026-01-03', 'second', changes, 1)
  old.exec(addRun('r-1', '2026-01-02', 'done'))
  old.close()

  const database = openDatabase(file, SCHEMAS)
  const timeline = createTimeline(database)
  expect(await names(timeline)).toEqual([
    ['second', true],
    ['r-1', false],
    ['first', false],
  ])
  expect(timeline.nextUndo()).toMatchObject({ what: { runId: 'r-1' } })
  expect(timeline.nextRedo()).toMatchObject({ actorIds: ['ann'], what: { name: 'second', kind: 'label' } })
  // Undo must record which keys were absent.
  expect(createHistoryJournal(database).edits.get(1)).toMatchObject({
    state: 'done',
    recorded: false,
    operations: [{ kind: 'label', before: { type: undefined, verdict: undefined }, after: { type: 'bw_stylized' } }],
  })
})

/** Creates a library of the release before edits stored what they do; each row has an edit's name and operations. */
function withOldEdits(file: string, rows: readonly (readonly [name: string, operations: string])[]) {
  const old = openDatabase(file, [...BEFORE, { name: 'history', steps: HISTORY_SCHEMA.slice(0, 3) }])
  const add = old.prepare(`INSERT INTO edits (at, name, operations) VALUES ('2026-01-01', ?, ?)`)
  for (const row of rows) add.run(...row)
  old.close()
  return openDatabase(file, SCHEMAS)
}

const caption = (actorId: string): Operation => {
  const state = { file: null, entry: {} }
  return { kind: 'caption', actorId, filename: 'x.jpg', file: 'x.txt', before: state, after: state }
}

test('an edit names its first actors and what it does', async () => {
  await using folder = await temporaryFolder()
  const db = withOldEdits(join(folder.path, 'catalog.db'), [
    ['moved', '[{"kind":"move","actorId":"ann","to":{"actorId":"bob"}},{"kind":"move","actorId":"ann"}]'],
  ])
  const captions = Array.from({ length: 30 }, (_, n) => caption(`a${n}`))
  createHistoryJournal(db).edits.add('2026-01-02', 'captions', captions)
  const timeline = createTimeline(db)
  const [newest, moved] = await timeline.list(10)
  expect(newest).toMatchObject({ what: { kind: 'caption' } })
  expect(newest?.actorIds).toEqual(captions.slice(0, 20).map(({ actorId }) => actorId))
  expect(moved).toMatchObject({ actorIds: ['ann', 'bob'], what: { name: 'moved', kind: 'move' } })
  // Results of the first call are stored.
  expect(await timeline.list(10)).toEqual([newest, moved])
  db.close()
})

test('damaged rows of an older library keep it from nothing: they are listed, without actors', async () => {
  const rows = ['no json', '["abc"]', '{"a":"x"}', 'null', '[]', '[[7]]', '[{"kind":"spawn","actorId":7}]']
  await using folder = await temporaryFolder()
  const db = withOldEdits(
    join(folder.path, 'catalog.db'),
    rows.map((row) => [row, row]),
  )
  const timeline = createTimeline(db)
  for (const _ of [1, 2]) {
    const entries = await timeline.list(10)
    expect(entries.toReversed()).toMatchObject(rows.map((name) => ({ actorIds: [], what: { name, kind: 'label' } })))
  }
  expect(() => createHistoryJournal(db).edits.get(2)).toThrow('“["abc"]” is damaged')
  db.exec(addRun('r-1', '2025-01-01', 'done'))
  db.exec(`UPDATE timeline SET seq = 0 WHERE run_id = 'r-1'`)
  expect(timeline.laterEditOfFiles('r-1')).toBeNull()
  db.close()
})

test('opening an older library reads no operations; once listed, they lie where nothing else walks through them', async () => {
  await using folder = await temporaryFolder()
  const operations = [caption('ann')]
  const db = withOldEdits(join(folder.path, 'catalog.db'), [['old', JSON.stringify(operations)]])
  const row = db.prepare('SELECT operations, kind, actors FROM edits')
  expect(row.get()).toEqual({ operations: JSON.stringify(operations), kind: null, actors: null })
  const { edits } = createHistoryJournal(db)
  const before = edits.get(1)
  expect(before).toMatchObject({ operations })
  await createTimeline(db).list(10)
  expect(row.get()).toEqual({ operations: '', kind: 'caption', actors: '["ann"]' })
  expect(edits.get(1)).toEqual(before)
  edits.add('2026-01-02', 'new', operations)
  expect(row.all()).toHaveLength(2)
  expect(row.all()).toMatchObject([{ operations: '' }, { operations: '' }])
  edits.remove(1)
  expect(db.prepare('SELECT edit_id FROM edit_operations').pluck().all()).toEqual([2])
  db.close()
})

test('what is new ends what could be done again, be it an edit or a run', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const { edits } = createHistoryJournal(db)
  const timeline = createTimeline(db)
  const operations: Operation[] = [{ kind: 'label', actorId: 'ann', filename: 'ann_1.jpg', before: {}, after: {} }]
  const make = (name: string) => {
    const { id } = edits.add('2026-01-01', name, operations)
    edits.finish(id)
    return id
  }
  const [, two] = [make('one'), make('two')]
  edits.setState(two, 'undone')
  expect([timeline.nextUndo(), timeline.nextRedo()]).toMatchObject([
    { what: { name: 'one' } },
    { what: { name: 'two' } },
  ])
  make('three')
  expect(timeline.nextRedo()).toBeNull()
  expect(await names(timeline)).toEqual([
    ['three', false],
    ['one', false],
  ])
  edits.setState(3, 'undone')
  db.exec(addRun('r-1', '2026-01-02', 'preparing'))
  // A run counts as begun only when all of it is in the journal.
  expect(timeline.nextUndo()).toMatchObject({ what: { name: 'one' } })
  db.exec(`UPDATE runs SET state = 'running'`)
  expect(timeline.nextUndo()).toMatchObject({ what: { runId: 'r-1', running: true } })
  expect(timeline.nextRedo()).toBeNull()
  db.close()
})

test('a run that was taken back before other work was done is not done again when that work is taken back too', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const db = openDatabase(file, SCHEMAS)
  const { edits } = createHistoryJournal(db)
  const timeline = createTimeline(db)
  const setRun = (runId: string, state: string) =>
    db.exec(`UPDATE runs SET state = '${state}' WHERE run_id = '${runId}'`)
  const make = (name: string) => {
    const { id } = edits.add('2026-01-01', name, [])
    edits.finish(id)
    return id
  }
  db.exec(addRun('r-1', '2026-01-02', 'done'))
  setRun('r-1', 'undone')
  expect(timeline.nextRedo()).toMatchObject({ ended: false, what: { runId: 'r-1' } })
  const label = make('label')
  edits.setState(label, 'undone')
  expect(timeline.nextUndo()).toBeNull()
  expect(timeline.nextRedo()).toMatchObject({ what: { name: 'label' } })
  expect((await timeline.list(10)).map(({ undone, ended }) => [undone, ended])).toEqual([
    [true, false],
    [true, true],
  ])

  // A new run discards everything that was undone before it, edits and runs alike.
  db.exec(addRun('r-2', '2026-01-03', 'done'))
  setRun('r-2', 'undone')
  db.exec(addRun('r-3', '2026-01-04', 'done'))
  setRun('r-3', 'undone')
  expect(timeline.nextRedo()).toMatchObject({ what: { runId: 'r-3' } })
  setRun('r-3', 'done')

  // Undo a run from the list of runs, although later entries follow it.
  const later = make('later')
  setRun('r-3', 'undone')
  edits.setState(later, 'undone')
  expect(timeline.nextRedo()).toMatchObject({ what: { name: 'later' } })
  edits.finish(later)
  expect([timeline.nextUndo(), timeline.nextRedo()]).toMatchObject([{ what: { name: 'later' } }, null])
  db.close()
})
