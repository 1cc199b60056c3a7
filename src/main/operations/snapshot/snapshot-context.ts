import type { Settings } from '../../contract/settings.ts'
import type { SnapshotStore } from '../../library/snapshots/store.ts'
import type { IndexContext } from '../index/index-context.ts'

/** The parts of the opened library that snapshots need. */
export interface SnapshotContext extends IndexContext {
  readonly settings: () => Settings
  readonly snapshots: SnapshotStore
}
