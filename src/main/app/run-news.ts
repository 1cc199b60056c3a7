import type { RunView } from '../contract/views.ts'
import type { Activity } from '../operations/context/activity.ts'
import type { Announcer } from '../operations/context/announcer.ts'
import type { LibraryContext } from '../operations/context/library-context.ts'
import type { History } from '../operations/edit/history.ts'

interface NewsPorts {
  readonly context: Pick<LibraryContext, 'emit'>
  readonly activity: Activity
  readonly announcer: Announcer
  readonly candidates: { forget(): void }
  readonly settle: (runId: string) => void
  readonly history: () => History
}

/** Returns a function that updates windows after a change of a run on this machine. */
export const createRunNews =
  ({ context, activity, announcer, candidates, settle, history }: NewsPorts) =>
  (run: RunView): void => {
    const active = run.state === 'running' || run.state === 'cancelling'
    if (!active) {
      candidates.forget()
      if (run.reached === null) settle(run.runId)
    }
    for (const actorId of run.actors) {
      if (active) activity.running.add(actorId)
      else activity.running.delete(actorId)
      activity.failures.delete(actorId)
    }
    for (const { actorId, error } of active ? [] : run.failures) activity.failures.set(actorId, error)
    announcer.actors(run.actors, { images: false })
    context.emit({ type: 'run', run })
    history().announce()
  }
