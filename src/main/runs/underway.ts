import { EvencastError } from '../domain/error.ts'
import type { Stoppable } from './context.ts'
import type { Journal } from './journal.ts'
import type { Pace } from './pace.ts'
import type { RunPorts } from './ports.ts'
import { createPulse } from './pulse.ts'
import type { Doing } from './report.ts'
import { createStop, type Stop } from './stop.ts'

/** Interval in milliseconds: views are sent at most ten times a second. */
const PULSE_MS = 100

interface Active {
  readonly runId: string
  /** Read once, because a run's actors never change and there may be thousands. */
  readonly actors: readonly string[]
  readonly stop: Stop
  /** Rejects when an undo failed or the journal does not work. */
  readonly done: Promise<void>
  readonly doing: Doing
}

/** The one run of a library that is being executed, undone or redone. */
export interface Underway {
  readonly active: Active | null
  /**
   * Runs `prepare`, which may launch a run. Throws CONFLICT when one is in progress; nothing else may start before `prepare` has launched
   * or failed.
   */
  exclusively<T>(prepare: () => Promise<T>): Promise<T>
  /** Launches a run. Without a pace there is no estimate of the remaining time. */
  launch(runId: string, pace: Pace | null, work: (context: Stoppable) => Promise<void>): Active
}

export function createUnderway(shared: {
  readonly journal: Journal
  readonly ports: RunPorts
  readonly now: () => Date
  /** Called at most ten times a second while a run progresses, and once when it has ended. */
  readonly onBeat: (runId: string) => void
}): Underway {
  const { journal, ports, now, onBeat } = shared
  let active: Active | null = null
  let preparing = false
  return {
    get active() {
      return active
    },

    async exclusively(prepare) {
      if (active || preparing) {
        const which = active ? `Run ${active.runId} is` : 'Another run is'
        throw new EvencastError('CONFLICT', `${which} in progress. Wait for it to finish or cancel it first.`)
      }
      preparing = true
      try {
        return await prepare()
      } finally {
        preparing = false
      }
    },

    launch(runId, pace, work) {
      const stop = createStop()
      const pulse = createPulse(PULSE_MS, () => onBeat(runId))
      let phase = 'Starting'
      const launched: Active = {
        runId,
        actors: journal.actors.ids(runId),
        stop,
        get doing() {
          const run = journal.runs.get(runId)
          const left = { deletions: run?.leftDeletions ?? 0, generations: run?.leftGenerations ?? 0 }
          return { phase, etaSeconds: pace?.etaSeconds(left) ?? null }
        },
        done: Promise.resolve()
          .then(() =>
            work({
              runId,
              journal,
              ports,
              stop,
              now,
              say(next = phase) {
                phase = next
                pulse.beat()
              },
            }),
          )
          .finally(() => {
            active = null
            pulse.end()
          }),
      }
      // Awaiting `done` reports the error; this handler only prevents an unhandled rejection.
      launched.done.catch(() => {})
      active = launched
      pulse.beat()
      return launched
    },
  }
}
