import { strings } from '../strings/index.ts'
import { notify } from '../ui/notify.ts'
import { capabilities } from './capabilities.ts'
import { createUnanswered } from './unanswered.ts'

const later = { say: () => notify('info', strings.leavesLater), leave: () => window.close() }

/** Passes an edit's answer on; who leaves before it has come is asked, or leaves as soon as it is there. */
export const untilAnswered = createUnanswered(() => window, capabilities.asksBeforeLeaving ? undefined : later)
