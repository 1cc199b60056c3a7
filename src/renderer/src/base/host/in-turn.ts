import { untilAnswered } from './until-answered.ts'
import { createTurns } from './turns.ts'

/**
 * Edits, steps of a plan and of the history reach the core one after the other, the screen is ahead of them: the last word on an image
 * is the one that was said last, and Ctrl+Z right after an edit means that edit. A task must not wait for another turn.
 */
export const inTurn = createTurns(untilAnswered)

/** A question about what the edits before it have done. */
export const afterEdits = async <T>(ask: () => PromiseLike<T>): Promise<T> => {
  await inTurn(() => Promise.resolve())
  return ask()
}
