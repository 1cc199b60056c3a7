import { strings } from '../strings/index.ts'
import { notify } from '../ui/notify.ts'
import { capabilities } from './capabilities.ts'
import { createUnanswered } from './unanswered.ts'

const later = { say: () => notify('info', strings.leavesLater), leave: () => window.close() }

/** Passes an edit's answer on. Until it arrives, closing the page asks the user first, or waits for the answer. */
export const untilAnswered = createUnanswered(() => window, capabilities.asksBeforeLeaving ? undefined : later)
