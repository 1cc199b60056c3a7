import type { HistoryJournal } from './journal.ts'
import type { EditPorts } from './ports.ts'

/** Dependencies of applying an edit. */
export interface EditContext {
  readonly journal: HistoryJournal
  readonly ports: EditPorts
  readonly now: () => Date
  /** Throws CONFLICT while no edit may begin for an external reason. */
  readonly mayBegin?: () => void
}
