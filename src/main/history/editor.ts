import { EvencastError, messageOf } from '../domain/error.ts'
import { applyEdit } from './apply-edit.ts'
import type { EditContext } from './edit-context.ts'
import type { Edit, Operation, Way } from './records.ts'
import { refuse } from './refuse.ts'

export interface Editor {
  /** Records an edit and applies it; durable when it returns. An edit that fails is undone before this throws. */
  apply(name: string, operations: readonly Operation[], cullingId?: string): Promise<Edit>
  /** Throws CONFLICT, with nothing changed, when the edit cannot be undone. Safe to call again after a failure. */
  undo(editId: number): Promise<void>
  redo(editId: number): Promise<void>
  /** Call it once when the library is opened: finishes edits that an earlier process began. Returns warnings for the user. */
  recover(): Promise<readonly string[]>
  /** Edits whose undo an earlier process began and `recover` finished. */
  recoveredUndos(): readonly number[]
}

/** Applies and undoes edits. The caller must run them one after another. */
export function createEditor(context: EditContext): Editor {
  const { journal, ports, now } = context
  const recovered: number[] = []

  async function turn(editId: number, way: Way): Promise<void> {
    const edit = journal.edits.get(editId)
    if (!edit) throw new EvencastError('NOT_FOUND', 'This edit is no longer in the history.')
    const finishing = edit.state === 'doing' || edit.state === 'undoing'
    if (!finishing) await refuse(ports, edit, way)
    journal.edits.setState(editId, way === 'undo' ? 'undoing' : 'doing')
    try {
      await applyEdit(context, edit, way, { finishing })
    } finally {
      ports.changed(edit.operations)
    }
    if (way === 'undo') journal.edits.setState(editId, 'undone')
    else journal.edits.finish(editId)
  }

  return {
    async apply(name, operations, cullingId) {
      context.mayBegin?.()
      const edit = journal.edits.add(now().toISOString(), name, operations, cullingId)
      try {
        await applyEdit(context, edit, 'redo', { finishing: false })
      } catch (error) {
        journal.edits.setState(edit.id, 'undoing')
        await applyEdit(context, edit, 'undo', { finishing: true })
        journal.edits.remove(edit.id)
        throw error
      } finally {
        ports.changed(operations)
      }
      journal.edits.finish(edit.id)
      return { ...edit, state: 'done' }
    },

    async undo(editId) {
      context.mayBegin?.()
      await turn(editId, 'undo')
    },
    async redo(editId) {
      context.mayBegin?.()
      await turn(editId, 'redo')
    },

    async recover() {
      const senseless = journal.edits.senseless()
      for (const { id } of senseless) journal.edits.remove(id)
      const warnings = senseless.map(
        ({ name }) => `“${name}” was left unfinished and its entry is damaged, so none of it was done.`,
      )
      for (const edit of journal.edits.unfinished()) {
        const way = edit.state === 'undoing' ? 'undo' : 'redo'
        await turn(edit.id, way).then(
          () => way === 'undo' && recovered.push(edit.id),
          (error: unknown) => warnings.push(`“${edit.name}” could not be finished: ${messageOf(error)}`),
        )
      }
      return warnings
    },

    recoveredUndos: () => recovered,
  }
}
