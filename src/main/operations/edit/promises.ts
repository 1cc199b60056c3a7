import type { HistoryView } from '../../contract/views.ts'
import { type Label, labelOf } from '../../domain/label.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import type { EditingContext } from './editing-context.ts'
import { type Editing, images, rowsOf } from './editing.ts'

/** Returns the label for keeping or releasing an image. Keeping ends an earlier rejection; the rest of the label stays. */
export function promised(entry: ManifestImage, kept: boolean): Label {
  const label = labelOf(entry)
  if (!kept) return { ...label, kept_by: undefined }
  return { ...label, kept_by: 'human', verdict: label.verdict === undefined ? undefined : 'keep' }
}

/** Marks images as kept, or releases them, as one edit. */
export const keepImages = (
  context: EditingContext,
  editing: Editing,
  imageIds: readonly string[],
  kept: boolean,
): Promise<HistoryView> => {
  const [only, ...others] = rowsOf(context, imageIds)
  const whom = only && others.length === 0 ? only.filename : images(others.length + 1)
  return editing.label(
    imageIds,
    ({ entry }) => promised(entry, kept),
    () => (kept ? `Kept ${whom}` : `Released ${whom}`),
  )
}
