import type { FailedActor } from './plan-summary.ts'

/** `action_plans/progress.json`: where plan and execute go on after an interruption. */
export interface Progress {
  readonly command: string
  readonly total: number
  /** Actor ids, in the order they were done. */
  readonly completed: readonly string[]
  readonly failed: readonly FailedActor[]
  /** 0..100; 100 only when nothing is left. */
  readonly percent: number
  readonly updated_at: string
}

function withPercent(progress: Omit<Progress, 'percent'>): Progress {
  const done = progress.completed.length + progress.failed.length
  return { ...progress, percent: progress.total > 0 ? Math.min(100, Math.floor((100 * done) / progress.total)) : 100 }
}

export const startProgress = (command: string, total: number, now: string): Progress =>
  withPercent({ command, total, completed: [], failed: [], updated_at: now })

const without = (progress: Progress, actorId: string) => ({
  ...progress,
  completed: progress.completed.filter((id) => id !== actorId),
  failed: progress.failed.filter(({ actor_id }) => actor_id !== actorId),
})

/** An actor that failed before and now is done counts once, as done. */
export function markCompleted(progress: Progress, actorId: string, now: string): Progress {
  const rest = without(progress, actorId)
  return withPercent({ ...rest, completed: [...rest.completed, actorId], updated_at: now })
}

export function markFailed(progress: Progress, actorId: string, error: string, now: string): Progress {
  const rest = without(progress, actorId)
  return withPercent({ ...rest, failed: [...rest.failed, { actor_id: actorId, error }], updated_at: now })
}

/** What is still to be done, in the given order. Failed actors are tried again. */
export function remaining(actorIds: readonly string[], progress: Progress): readonly string[] {
  const completed = new Set(progress.completed)
  return actorIds.filter((id) => !completed.has(id))
}
