import { untilAnswered } from './until-answered.ts'
import { createTurns } from './turns.ts'

/**
 * Sends edits, plan steps and history steps to the core one at a time, in the order in which they were made, while the screen already shows
 * their result. The last edit of an image therefore wins, and Ctrl+Z right after an edit undoes that edit. A task must not wait for another
 * task in this queue.
 */
export const inTurn = createTurns(untilAnswered)

/** Runs a query after all queued edits, so that its answer includes them. */
export const afterEdits = async <T>(ask: () => PromiseLike<T>): Promise<T> => {
  await inTurn(() => Promise.resolve())
  return ask()
}
