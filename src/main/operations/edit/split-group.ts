import type { HistoryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { labelOf } from '../../domain/label.ts'
import { GROUP_PART, halves } from '../../domain/split-group.ts'
import type { EditingContext } from './editing-context.ts'
import { type Editing, images } from './editing.ts'

/** Splits a group of similar images into two; each part may be split again. Two images that do not look alike become a group each. */
export function splitGroup(
  { catalog }: EditingContext,
  editing: Editing,
  imageIds: readonly string[],
): Promise<HistoryView> {
  const [first] = halves(catalog.summaries.byIds(imageIds.map(Number)))
  const inFirst = new Set(first.map(({ id }) => id))
  return editing.label(
    imageIds,
    ({ id, entry }) => {
      const part = `${entry.group_part ?? ''}${inFirst.has(id) ? 'a' : 'b'}`
      if (!GROUP_PART.test(part))
        throw new EvencastError('BAD_INPUT', 'This group was split too often. Sort its images one by one.')
      return { ...labelOf(entry), group_part: part }
    },
    (n) => `Split a group of ${images(n)}`,
  )
}
