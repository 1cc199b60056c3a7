import { notRead } from '../../../../main/contract/actor-columns.ts'
import type { ActorView, LibraryView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'

/**
 * Returns warnings about the whole library: problems with its store, problems found while opening it, and the number of files that are not
 * read.
 */
export function libraryWarnings(
  library: Pick<LibraryView, 'warnings' | 'inStore'> | null,
  actors: readonly Pick<ActorView, 'skipped'>[],
): readonly string[] {
  const files = actors.map((actor) => notRead(actor).reduce((sum, { count }) => sum + count, 0)).filter((n) => n > 0)
  const all = files.reduce((sum, n) => sum + n, 0)
  const problem = library?.inStore?.problem
  return [
    ...(problem ? [strings.library.notSent(problem)] : []),
    ...(library?.warnings ?? []),
    ...(all > 0 ? [strings.library.notRead(all, files.length)] : []),
  ]
}
