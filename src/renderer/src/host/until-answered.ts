import { capabilities } from './capabilities.ts'
import { createUnanswered } from './unanswered.ts'

/** Passes an edit's answer on; who leaves before it has come is asked, where the host can ask. */
export const untilAnswered: <T>(work: Promise<T>) => Promise<T> = capabilities.asksBeforeLeaving
  ? createUnanswered(() => window)
  : (work) => work
