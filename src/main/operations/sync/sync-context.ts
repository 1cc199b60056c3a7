import type { Settings } from '../../contract/settings.ts'
import type { Store } from '../../storage/store.ts'
import type { IndexContext } from '../index/index-context.ts'

/** The parts of the opened library that a sync needs. */
export interface SyncContext extends IndexContext {
  readonly settings: () => Settings
  /** Returns the store of the settings; null when none is set. */
  readonly store: () => Store | null
}
