/**
 * One thing after the other, in the order in which it was asked for, whatever becomes of the one before. Each is held from when it was
 * asked for, not from when its turn has come.
 */
export function createTurns(hold: <T>(work: Promise<T>) => Promise<T>): <T>(task: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve()
  return (task) => {
    const turn = hold(before.then(task))
    before = turn.catch(() => {})
    return turn
  }
}
