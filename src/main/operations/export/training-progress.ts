import { type Training, TRAINING_USD_PER_SECOND } from '../../generation/replicate/trainer.ts'

/** Returns the cost by the time that Replicate reports, or else by the time since the training began. */
export function costOf({ started_at: started, completed_at: ended, metrics }: Training, now: Date): number {
  if (!started && !metrics?.predict_time) return 0
  const passed = (ended ? Date.parse(ended) : now.getTime()) - Date.parse(started ?? '')
  const seconds = metrics?.predict_time ?? Math.max(0, passed / 1000)
  return Math.round((Number.isFinite(seconds) ? seconds : 0) * TRAINING_USD_PER_SECOND * 10_000) / 10_000
}

/** Returns the last step in the progress bar of the logs (`n/steps`). */
export const stepsIn = (logs: string, steps: number): number =>
  Math.min(
    steps,
    logs
      .slice(-4000)
      .matchAll(/(\d+)\/(\d+) \[/g)
      .filter(([, , of]) => Number(of) === steps)
      .reduce((_, [, done]) => Number(done), 0),
  )

export const textOf = (error: unknown): string =>
  (typeof error === 'string' ? error : 'no reason').replaceAll(/\s+/g, ' ').trim().slice(0, 300)
