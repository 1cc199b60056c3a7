/**
 * Creates a queue that runs tasks one at a time, in order; a failed task does not stop the next. `hold` receives each task's promise when
 * it is queued, not when it starts.
 */
export function createTurns(hold: <T>(work: Promise<T>) => Promise<T>): <T>(task: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve()
  return (task) => {
    const turn = hold(before.then(task))
    before = turn.catch(() => {})
    return turn
  }
}
