import { notRead } from '../../../../main/contract/actor-columns.ts'
import type { ActorView, LibraryView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'

/** What is to be known of the library as a whole: what keeps it from its store, what opening it came across, and how many files of its actors are not read. */
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
