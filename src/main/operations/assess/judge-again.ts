import { messageOf } from '../../domain/error.ts'
import type { AssessContext } from './assess-context.ts'

export interface JudgeAgain {
  /** Schedules judging, because the better one of two copies may have changed. Callers need not wait. */
  soon(actorIds: Iterable<string>): void
  /** Stops. With `finish`, sets in the queue are judged first. */
  close(how?: { readonly finish: boolean }): Promise<void>
}

/** Judges sets again after edits. A set is queued at most once, however many edits come in a row. */
export function createJudgeAgain(
  context: Pick<AssessContext, 'actorLock' | 'folders' | 'log'>,
  judge: (actorId: string, signal: AbortSignal) => Promise<void>,
): JudgeAgain {
  const waiting = new Set<string>()
  const underWay = new Set<Promise<void>>()
  const closing = new AbortController()

  async function takeTurn(actorId: string): Promise<void> {
    waiting.delete(actorId)
    if (!closing.signal.aborted && context.folders.has(actorId)) await judge(actorId, closing.signal)
  }

  return {
    soon(actorIds) {
      for (const actorId of actorIds) {
        if (waiting.has(actorId)) continue
        waiting.add(actorId)
        const judging = context
          .actorLock(actorId, () => takeTurn(actorId))
          .catch((error: unknown) => {
            if (!closing.signal.aborted) context.log.warn({ actorId, error: messageOf(error) }, 'not judged again')
          })
          .finally(() => underWay.delete(judging))
        underWay.add(judging)
      }
    },
    async close({ finish } = { finish: false }) {
      if (!finish) closing.abort()
      await Promise.all(underWay)
    },
  }
}
