import { EvencastError } from '../../domain/error.ts'
import type { Session } from './library-context.ts'

/** The actors a command names, checked: an unknown id is wrong input, not an empty result. */
export function chosenActors(session: Session, actors: 'all' | readonly string[]): readonly string[] {
  if (actors === 'all') return [...session.folders.keys()].sort()
  const unknown = actors.filter((actorId) => !session.folders.has(actorId))
  if (unknown.length === 0) return [...new Set(actors)]
  const [first] = unknown
  throw new EvencastError(
    'NOT_FOUND',
    `There is no actor “${first}” in this library. Run “evencast status” to see their ids.`,
  )
}
