import type { ImageRow } from '../../catalog/images.ts'
import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { type Label, labelOf } from '../../domain/label.ts'
import type { Editor } from '../../history/editor.ts'
import type { Operation } from '../../history/records.ts'
import type { History } from './history.ts'
import { createKeyedLock } from '../../kit/keyed-lock.ts'
import type { EditingContext } from './editing-context.ts'

/** An edit that is about to be made. */
interface Draft {
  /** What it does, as a phrase: "Moved 2 images to Colour". */
  readonly name: string
  readonly operations: readonly Operation[]
  /** The culling that it is part of. */
  readonly cullingId?: string | undefined
}

/** The one way a person changes the library: by edits, one after the other, each of which can be taken back. */
export interface Editing {
  /** Durable when it answers. `draft` is called when its turn has come, so that it sees what the edit before has done. */
  make(draft: () => Draft | Promise<Draft>): Promise<HistoryView>
  /** Labels images of any actors; `labelFor` says what becomes of each. */
  label(
    imageIds: readonly string[],
    labelFor: (row: ImageRow) => Label,
    nameFor: (count: number) => string,
    cullingId?: string,
  ): Promise<HistoryView>
  /** Runs `work` while no edit is made. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** `confirmed`: until the folders are known for what they are. */
export function createEditing(
  context: EditingContext,
  {
    editor,
    history,
    confirmed,
  }: { readonly editor: Editor; readonly history: History; readonly confirmed: () => Promise<void> | null },
): Editing {
  // An undo that comes right after an edit means that edit, even while it is still being written.
  const lock = createKeyedLock()
  const alone: Editing['alone'] = (work) =>
    lock('edits', async () => {
      await confirmed()
      return work()
    })
  const make: Editing['make'] = (draft) =>
    alone(async () => {
      const { name, operations, cullingId } = await draft()
      await editor.apply(name, operations, cullingId)
      return history.announce()
    })
  return {
    make,
    alone,
    label: (imageIds, labelFor, nameFor, cullingId) =>
      make(() => {
        const operations = rowsOf(context, imageIds).map((row): Operation => {
          const { actorId, filename, entry } = row
          return { kind: 'label', actorId, filename, before: labelOf(entry), after: labelOf(labelFor(row)) }
        })
        return { name: nameFor(operations.length), operations, cullingId }
      }),
  }
}

/** The images of these ids. Throws NOT_FOUND when one of them is gone. */
export function rowsOf(context: EditingContext, imageIds: readonly string[]): ImageRow[] {
  return [...new Set(imageIds)].map((imageId) => {
    const row = context.catalog.images.byId(Number(imageId))
    if (row) return row
    throw new EvencastError(
      'NOT_FOUND',
      'One of these images is no longer in the folder. The view was refreshed; try again.',
    )
  })
}

export const images = (n: number): string => (n === 1 ? '1 image' : `${n.toLocaleString('en')} images`)
