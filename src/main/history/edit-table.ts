import type { Database } from 'better-sqlite3'
import { labelOf } from '../domain/label.ts'
import { EvencastError } from '../domain/error.ts'
import { factsOf } from './edit-facts.ts'
import { readOperations } from './read-operations.ts'
import type { Edit, EditState, Operation } from './records.ts'

/** States as stored in rows. */
const STORED = { doing: 'forth', done: 'done', undoing: 'back', undone: 'undone' } as const satisfies Record<
  EditState,
  string
>
type Stored = (typeof STORED)[EditState]
const STATE: Readonly<Record<Stored, EditState>> = { forth: 'doing', done: 'done', back: 'undoing', undone: 'undone' }

interface Columns {
  id: number
  at: string
  name: string
  operations: string
  state: Stored
  recorded: number
}

/** Restores keys that JSON dropped, because undo needs to know which are absent. */
const whole = (operation: Operation): Operation =>
  operation.kind === 'label'
    ? { ...operation, before: labelOf(operation.before), after: labelOf(operation.after) }
    : operation

/** Returns null for an invalid row, none of which is ever applied. */
function toEdit(row: Columns): Edit | null {
  const operations = readOperations(row.operations)
  if (!operations) return null
  const { id, at, name, state, recorded } = row
  return { id, at, name, operations: operations.map(whole), state: STATE[state], recorded: recorded === 1 }
}

/** The log of edits behind undo and redo; it has no limit and survives a restart. */
export function editTable(db: Database) {
  const add = db
    .prepare<[...string[], string | null], number>(
      `INSERT INTO edits (at, name, operations, kind, actors, sitting, state, recorded)
       VALUES (?, ?, '', ?, ?, ?, 'forth', 1) RETURNING id`,
    )
    .pluck()
  const addOperations = db.prepare<[number, string]>('INSERT INTO edit_operations VALUES (?, ?)')
  const get = db.prepare<[number], Columns>('SELECT * FROM whole_edits WHERE id = ?')
  const unfinished = db.prepare<[], Columns>(`SELECT * FROM whole_edits WHERE state IN ('forth', 'back') ORDER BY id`)
  const setState = db.prepare('UPDATE edits SET state = ? WHERE id = ?')
  const forget = db.prepare<[number]>(`DELETE FROM edits WHERE state = 'undone' AND id < ?`)
  const endRuns = db.prepare<[number]>(
    `UPDATE timeline SET ended = 1 WHERE run_id IN (SELECT run_id FROM runs WHERE state = 'undone')
       AND seq < (SELECT seq FROM timeline WHERE edit_id = ?)`,
  )
  const remove = db.prepare('DELETE FROM edits WHERE id = ?')
  const forgetUnfinished = db.prepare(`DELETE FROM edits WHERE state IN ('forth', 'back')`)
  return {
    /** Records an intended edit before any of it is applied. */
    add(at: string, name: string, operations: readonly Operation[], cullingId?: string): Edit {
      const { kind, actorIds } = factsOf(operations)
      const text = JSON.stringify(operations)
      const id = db.transaction(() => {
        const editId = add.get(at, name, kind, JSON.stringify(actorIds), cullingId ?? null)!
        addOperations.run(editId, text)
        return editId
      })()
      return { id, at, name, operations, state: 'doing', recorded: true }
    },
    /** Marks an edit as done and discards edits that were undone before it. */
    finish: (id: number): void =>
      db.transaction(() => {
        forget.run(id)
        endRuns.run(id)
        setState.run(STORED.done, id)
      })(),
    /** Returns an edit. Throws CONFLICT when its row is invalid. */
    get: (id: number): Edit | null => {
      const row = get.get(id)
      const edit = row ? toEdit(row) : null
      if (row && !edit)
        throw new EvencastError('CONFLICT', `The history entry “${row.name}” is damaged and cannot be undone.`)
      return edit
    },
    /** Returns edits that were interrupted when a process ended. */
    unfinished: (): Edit[] => unfinished.all().flatMap((row) => toEdit(row) ?? []),
    /** Returns their names, including those of invalid rows. */
    unfinishedNames: (): string[] => unfinished.all().map(({ name }) => name),
    /** Removes these edits from the log; what they did so far stays. */
    forgetUnfinished: (): void => void forgetUnfinished.run(),
    /** Returns unfinished edits with invalid rows. */
    senseless: (): Pick<Edit, 'id' | 'name'>[] =>
      unfinished.all().flatMap((row) => (toEdit(row) ? [] : [{ id: row.id, name: row.name }])),
    setState: (id: number, state: EditState): void => void setState.run(STORED[state], id),
    remove: (id: number): void => void remove.run(id),
  }
}
