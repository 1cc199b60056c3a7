import type { ImageRow } from '../../catalog/images.ts'
import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { type Label, labelOf } from '../../domain/label.ts'
import type { Editor } from '../../history/editor.ts'
import type { Operation } from '../../history/records.ts'
import type { History } from './history.ts'
import { createKeyedLock } from '../../kit/keyed-lock.ts'
import type { EditingContext } from './editing-context.ts'

/** An edit before it is applied. */
interface Draft {
  /** What the edit does, as a phrase: "Moved 2 images to Colour". */
  readonly name: string
  readonly operations: readonly Operation[]
  /** The culling that the edit is part of. */
  readonly cullingId?: string | undefined
}

/** Applies every change that a person makes to the library as an edit, one after the other. Each edit can be undone. */
export interface Editing {
  /** Applies an edit, which is stored when this resolves. `draft` is called once earlier edits are done, so that it sees their changes. */
  make(draft: () => Draft | Promise<Draft>): Promise<HistoryView>
  /** Labels images of any actors; `labelFor` returns the new label of each. */
  label(
    imageIds: readonly string[],
    labelFor: (row: ImageRow) => Label,
    nameFor: (count: number) => string,
    cullingId?: string,
  ): Promise<HistoryView>
  /** Runs `work` while no edit is made. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** `confirmed` waits until all folders are listed. */
export function createEditing(
  context: EditingContext,
  {
    editor,
    history,
    confirmed,
  }: { readonly editor: Editor; readonly history: History; readonly confirmed: () => Promise<void> | null },
): Editing {
  // An undo right after an edit undoes that edit, even while it is still being written.
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

/** Returns the images of these ids. Throws NOT_FOUND when one of them is missing. */
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
