import type { Settings } from '../../contract/settings.ts'
import type { Store } from '../../storage/store.ts'
import type { IndexContext } from '../index/index-context.ts'

/** What keeping a store in step takes of the opened library. */
export interface SyncContext extends IndexContext {
  readonly settings: () => Settings
  /** The store of the settings; null without one. */
  readonly store: () => Store | null
}
