import { EvencastError } from '../../domain/error.ts'
import type { LibraryContext } from './library-context.ts'

/** The actors a command names, checked: an unknown id is wrong input, not an empty result. */
export function chosenActors(context: LibraryContext, actors: 'all' | readonly string[]): readonly string[] {
  if (actors === 'all') return [...context.folders.keys()].sort()
  const unknown = actors.filter((actorId) => !context.folders.has(actorId))
  if (unknown.length === 0) return [...new Set(actors)]
  const [first] = unknown
  throw new EvencastError(
    'NOT_FOUND',
    `There is no actor “${first}” in this library. Run “evencast status” to see their ids.`,
  )
}
