import { EvencastError } from '../../domain/error.ts'
import type { LibraryContext } from './library-context.ts'

/**
 * Returns the ids of the actors that a command names. Throws NOT_FOUND for an unknown id, because that is wrong input, not an empty result.
 */
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
