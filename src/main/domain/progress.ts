import type { FailedActor } from './plan-summary.ts'

/** `action_plans/progress.json`: where plan and execute resume after an interruption. */
export interface Progress {
  readonly command: string
  readonly total: number
  /** Actor ids in order of completion. */
  readonly completed: readonly string[]
  readonly failed: readonly FailedActor[]
  /** 0..100; 100 only when nothing is left. */
  readonly percent: number
  readonly updated_at: string
}

export function progressOf(
  command: string,
  total: number,
  { completed, failed }: Pick<Progress, 'completed' | 'failed'>,
  now: string,
): Progress {
  const done = completed.length + failed.length
  const percent = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 100
  return { command, total, completed: [...completed], failed: [...failed], percent, updated_at: now }
}
