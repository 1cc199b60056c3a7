import type { Progress } from '../../domain/progress.ts'
import type { Runner } from '../../runs/runner-types.ts'
import type { ExecuteContext } from './execute-context.ts'
import { createThrottle, type Throttled } from '../../kit/throttle.ts'

const INTERVAL_MS = 500

/** Keeps `progress.json` in step with a run, for people and scripts that look on; the journal is what the run goes on from. */
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
      // Whatever keeps it from being written stops the run by itself, and with better words.
      await context.plans.writeProgress(progress).catch((error: unknown) => {
        context.log.warn({ err: error }, 'progress not written')
      })
    }),
  }
}
