import type { HistoryJournal } from './journal.ts'
import type { EditPorts } from './ports.ts'

/** What carrying out an edit needs. */
export interface EditContext {
  readonly journal: HistoryJournal
  readonly ports: EditPorts
  readonly now: () => Date
  /** Throws CONFLICT while nothing may begin, for a reason that lies outside. */
  readonly mayBegin?: () => void
}
