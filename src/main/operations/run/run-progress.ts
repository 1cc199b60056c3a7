import type { Progress } from '../../domain/progress.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { ExecuteContext } from './execute-context.ts'
import { createThrottle, type Throttled } from '../../kit/throttle.ts'

const INTERVAL_MS = 500

/** Keeps `progress.json` up to date during a run, for people and scripts. A resumed run reads the journal instead. */
export function createRunProgress(
  context: ExecuteContext,
  runner: Runner,
  runId: string,
): { readonly save: Throttled } {
  return {
    save: createThrottle(INTERVAL_MS, async () => {
      const { total, completed, failed } = runner.standing(runId)
      const { total: steps, done } = runner.get(runId)
      const progress: Progress = {
        command: 'execute',
        total,
        completed,
        failed,
        percent: steps > 0 ? Math.floor((100 * done) / steps) : 100,
        updated_at: context.now().toISOString(),
      }
      // A cause that keeps this file from being written also stops the run, with a better message.
      await context.plans.writeProgress(progress).catch((error: unknown) => {
        context.log.warn({ err: error }, 'progress not written')
      })
    }),
  }
}
