/**
 * One thing after the other, in the order in which it was asked for, whatever becomes of the one before. Each is held from when it was
 * asked for, not from when its turn has come.
 */
export function createTurns(hold: (work: Promise<void>) => Promise<void>): (task: () => Promise<void>) => void {
  let work: Promise<void> = Promise.resolve()
  return (task) => {
    work = hold(work.then(task))
  }
}
