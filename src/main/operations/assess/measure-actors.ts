import PQueue from 'p-queue'
import { EvencastError } from '../../domain/error.ts'
import { assessActor } from './assess-actor.ts'
import { indexActor } from '../index/index-actor.ts'
import type { AssessContext } from './assess-context.ts'

const ACTORS_AT_ONCE = 4

/**
 * Measures new images of these actors on this machine. An actor that fails is only logged here; it fails and is listed when it is planned.
 */
export async function measureActors(
  context: AssessContext,
  actorIds: readonly string[],
  signal: AbortSignal | undefined,
  onActor: (done: number, total: number, actorId: string) => void,
): Promise<void> {
  const queue = new PQueue({ concurrency: ACTORS_AT_ONCE })
  let done = 0
  await queue.addAll(
    actorIds.map((actorId) => async () => {
      signal?.throwIfAborted()
      try {
        await indexActor(context, actorId)
        await assessActor(context, actorId, signal)
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof EvencastError && error.code === 'UNAVAILABLE') throw error
        context.log.warn({ actorId, err: error }, 'actor not measured')
      }
      onActor(++done, actorIds.length, actorId)
    }),
  )
}
