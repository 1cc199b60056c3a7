import { messageOf } from '../../domain/error.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { LibraryContext } from '../context/library-context.ts'

/**
 * Finds and downloads images that interrupted runs have requested; requests nothing that costs money. What cannot be downloaded now is
 * reported and left for the next call.
 */
export interface BringHome {
  /** Fetches images of runs that the catalog had lost. */
  lost(signal?: AbortSignal): Promise<void>
  /** Also fetches images of interrupted runs, before replacements for them are planned. */
  all(signal?: AbortSignal): Promise<void>
}

export function createBringHome(
  context: Pick<LibraryContext, 'emit'>,
  runner: Runner,
  /** Returns true once nothing new may begin. */
  isOver: () => boolean,
): BringHome {
  const warn = (message: string): void => context.emit({ type: 'notice', level: 'warning', message })
  let underWay: Promise<void> = Promise.resolve()

  async function bring(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      if (isOver()) return
      try {
        const before = runner.get(runId).generated
        await runner.resume(runId, { findOnly: true })
        const { phase, generated } = await runner.finished(runId)
        if (runner.toFind(true).includes(runId)) warn(phase)
        if (generated > before)
          warn(
            `Found ${generated - before} images that run ${runId} had already requested; they are not paid for twice.`,
          )
      } catch (error) {
        if (!isOver()) warn(messageOf(error))
      }
    }
  }

  /** Calls run one after the other, so a concurrent call finds less to do. */
  async function next(andCut: boolean, signal?: AbortSignal): Promise<void> {
    // Cancelling a run that is not in progress has no effect.
    const stop = () => runner.list().forEach(({ runId }) => runner.cancel(runId))
    signal?.addEventListener('abort', stop, { once: true })
    underWay = underWay.then(() => bring(runner.toFind(andCut)))
    try {
      await underWay
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  return { lost: (signal) => next(false, signal), all: (signal) => next(true, signal) }
}
