import type { Settings } from '../../contract/settings.ts'
import type { SnapshotStore } from '../../library/snapshots/store.ts'
import type { IndexContext } from '../index/index-context.ts'

/** What snapshots take of the opened library. */
export interface SnapshotContext extends IndexContext {
  readonly settings: () => Settings
  readonly snapshots: SnapshotStore
}
