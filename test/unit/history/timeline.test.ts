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
const names = (timeline: ReturnType<typeof createTimeline>) =>
  timeline.list(10).map(({ what, undone }) => ['name' in what ? what.name : what.runId, undone])

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
  expect(names(timeline)).toEqual([
    ['second', true],
    ['r-1', false],
    ['first', false],
  ])
  expect(timeline.nextUndo()).toMatchObject({ what: { runId: 'r-1' } })
  expect(timeline.nextRedo()).toMatchObject({ actorIds: ['ann'], what: { name: 'second', kind: 'label' } })
  // Undo has to say which keys were absent.
  expect(createHistoryJournal(database).edits.get(1)).toMatchObject({
    state: 'done',
    recorded: false,
    operations: [{ kind: 'label', before: { type: undefined, verdict: undefined }, after: { type: 'bw_stylized' } }],
  })
})

test('an edit names its first actors and what it does, whatever else it says', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const known = [...BEFORE, { name: 'history', steps: HISTORY_SCHEMA.slice(0, 3) }]
  const old = openDatabase(file, known)
  const add = old.prepare(`INSERT INTO edits (at, name, operations) VALUES ('2026-01-01', ?, ?)`)
  add.run('moved', '[{"kind":"move","actorId":"ann","to":{"actorId":"bob"}},{"kind":"move","actorId":"ann"}]')
  add.run('forged', 'no json')
  old.close()

  const db = openDatabase(file, SCHEMAS)
  const { edits } = createHistoryJournal(db)
  const captions = Array.from({ length: 30 }, (_, n): Operation => {
    const state = { file: null, entry: {} }
    return { kind: 'caption', actorId: `a${n}`, filename: 'x.jpg', file: 'x.txt', before: state, after: state }
  })
  edits.add('2026-01-02', 'captions', captions)
  const [newest, forged, moved] = createTimeline(db).list(10)
  expect(newest).toMatchObject({ what: { kind: 'caption' } })
  expect(newest?.actorIds).toEqual(captions.slice(0, 20).map(({ actorId }) => actorId))
  expect(forged?.actorIds).toEqual([])
  expect(moved).toMatchObject({ actorIds: ['ann', 'bob'], what: { name: 'moved', kind: 'move' } })
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
  expect(names(timeline)).toEqual([
    ['three', false],
    ['one', false],
  ])
  edits.setState(3, 'undone')
  db.exec(addRun('r-1', '2026-01-02', 'preparing'))
  // Until all of a run is written down it was never begun.
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
  expect(timeline.list(10).map(({ undone, ended }) => [undone, ended])).toEqual([
    [true, false],
    [true, true],
  ])

  // A run ends both alike.
  db.exec(addRun('r-2', '2026-01-03', 'done'))
  setRun('r-2', 'undone')
  db.exec(addRun('r-3', '2026-01-04', 'done'))
  setRun('r-3', 'undone')
  expect(timeline.nextRedo()).toMatchObject({ what: { runId: 'r-3' } })
  setRun('r-3', 'done')

  // From the list of runs, past what came later.
  const later = make('later')
  setRun('r-3', 'undone')
  edits.setState(later, 'undone')
  expect(timeline.nextRedo()).toMatchObject({ what: { name: 'later' } })
  edits.finish(later)
  expect([timeline.nextUndo(), timeline.nextRedo()]).toMatchObject([{ what: { name: 'later' } }, null])
  db.close()
})
