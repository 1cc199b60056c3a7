import type { ImageRow } from '../../catalog/images.ts'
import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { type ActorImage, isDecided, settle } from '../../domain/image.ts'
import { type Label, labelOf } from '../../domain/label.ts'
import type { Operation } from '../../history/records.ts'
import { labelFor } from './classify.ts'
import { promised } from './promises.ts'
import { type Editing, images, rowsOf } from './editing.ts'
import type { EditingContext } from './editing-context.ts'

/** The images to keep and to reject in one group of duplicates. */
export interface KeptGroup {
  readonly keepIds: readonly string[]
  readonly rejectIds: readonly string[]
}

/**
 * Keeps and rejects images of duplicate groups, as one edit. Rejected images stay in place until the next run removes them. Images that a
 * person kept before are not rejected.
 */
export function keepDuplicates(
  context: EditingContext,
  editing: Editing,
  groups: readonly KeptGroup[],
): Promise<HistoryView> {
  return editing.make(() => {
    const operations = groups.flatMap(({ keepIds, rejectIds }) => [
      ...rowsOf(context, keepIds).flatMap((row) => kept(row, rejectIds.length === 0)),
      ...rowsOf(context, rejectIds).flatMap(rejected),
    ])
    if (operations.length === 0) {
      throw new EvencastError('BAD_INPUT', 'Nothing to change: you already decided on these images.')
    }
    return { name: nameOf(groups), operations }
  })
}

function nameOf(groups: readonly KeptGroup[]): string {
  const many = groups.length === 1 ? '1 duplicate group' : `${groups.length.toLocaleString('en')} duplicate groups`
  if (groups.every(({ rejectIds }) => rejectIds.length === 0)) {
    return `Kept ${images(groups.reduce((sum, { keepIds }) => sum + keepIds.length, 0))} of ${many}`
  }
  return `Kept the best of ${many}`
}

/**
 * Returns the edits for an image to keep. "Not duplicates" (`all`) marks every image as kept. Otherwise an image is labeled only where that
 * is needed to keep it, so that a guessed style can still be replaced by a better opinion.
 */
function kept(row: ImageRow, all: boolean): readonly Operation[] {
  if (all) return row.entry.kept_by === 'human' ? [] : [change(row, promised(row.entry, true))]
  const image = settle(row, row.entry, row.assessment)
  if (isDecided(image) && image.verdict !== 'reject') return []
  if (image.style !== null && !image.unsure) return [change(row, labelFor(image.style, row.entry))]
  return image.verdict === 'reject' ? [change(row, labelFor('unsorted', row.entry))] : []
}

function rejected(row: ImageRow): readonly Operation[] {
  const image: ActorImage = settle(row, row.entry, row.assessment)
  return isDecided(image) ? [] : [change(row, labelFor('rejected', row.entry))]
}

const change = ({ actorId, filename, entry }: ImageRow, after: Label): Operation => ({
  kind: 'label',
  actorId,
  filename,
  before: labelOf(entry),
  after: labelOf(after),
})
