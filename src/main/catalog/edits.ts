import type { Verdict } from '../domain/assessment.ts'
import type { Style } from '../domain/style.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'

/** What a manifest says of one image's place: the part of an entry that a human changes. Undefined: the key is absent. */
export interface Label {
  readonly type?: Style | null | undefined
  readonly classified_by?: string | undefined
  readonly verdict?: Verdict | undefined
}

export interface LabelChange {
  readonly actorId: string
  readonly filename: string
  readonly before: Label
  readonly after: Label
}

export interface Edit {
  readonly id: number
  readonly at: string
  /** What was done, as a phrase: "Moved 2 images to Colour". */
  readonly name: string
  readonly changes: readonly LabelChange[]
  readonly undone: boolean
}

interface Columns {
  id: number
  at: string
  name: string
  changes: string
  undone: number
}

/** JSON drops absent keys; undo has to say that they are absent. */
const whole = ({ type, classified_by, verdict }: Label): Label => ({ type, classified_by, verdict })

const toEdit = (row: Columns): Edit => ({
  id: row.id,
  at: row.at,
  name: row.name,
  changes: decode<LabelChange[]>(row.changes).map((change) => ({
    ...change,
    before: whole(change.before),
    after: whole(change.after),
  })),
  undone: row.undone === 1,
})

export type EditTable = ReturnType<typeof editTable>

/** The command log behind undo and redo: unlimited, and it survives a restart. */
export function editTable(db: Database) {
  const add = db.prepare('INSERT INTO edits (at, name, changes) VALUES (?, ?, ?)')
  const forget = db.prepare('DELETE FROM edits WHERE undone = 1')
  const undo = db.prepare<[], Columns>('SELECT * FROM edits WHERE undone = 0 ORDER BY id DESC LIMIT 1')
  const redo = db.prepare<[], Columns>('SELECT * FROM edits WHERE undone = 1 ORDER BY id LIMIT 1')
  const mark = db.prepare('UPDATE edits SET undone = ? WHERE id = ?')
  return {
    /** A new edit ends what could have been redone. */
    add: (at: string, name: string, changes: readonly LabelChange[]): void => {
      forget.run()
      add.run(at, name, JSON.stringify(changes))
    },
    nextUndo: (): Edit | null => {
      const row = undo.get()
      return row ? toEdit(row) : null
    },
    nextRedo: (): Edit | null => {
      const row = redo.get()
      return row ? toEdit(row) : null
    },
    mark: (id: number, undone: boolean) => void mark.run(undone ? 1 : 0, id),
  }
}
