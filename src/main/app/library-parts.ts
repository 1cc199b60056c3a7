import type { Confirmed } from '../operations/follow/confirm-folders.ts'
import type { Batches } from '../operations/batch/batches.ts'
import type { Activity } from '../operations/context/activity.ts'
import type { Announcer } from '../operations/context/announcer.ts'
import type { OpenedContext } from './opened-context.ts'
import type { JoinedFleet } from '../operations/context/joined-fleet.ts'
import type { Tasks } from '../operations/context/tasks.ts'
import type { CaptionBatchCommands } from '../operations/edit/caption-batches.ts'
import type { CaptionCommands } from '../operations/edit/caption-commands.ts'
import type { Editing } from '../operations/edit/editing.ts'
import type { History } from '../operations/edit/history.ts'
import type { SnapshotCommands } from '../operations/edit/snapshot-commands.ts'
import type { StoreTrash } from '../operations/sync/store-trash.ts'
import type { Syncing } from '../operations/sync/sync-library.ts'
import type { BringHome } from '../operations/run/bring-home.ts'
import type { SyncTask } from '../operations/sync/sync-task.ts'
import type { ExportPorts } from '../operations/export/export-actors.ts'
import type { Trainings } from '../operations/export/train.ts'
import type { TrainingTasks } from '../operations/export/training-tasks.ts'
import type { Downloads } from '../operations/view/downloads.ts'
import type { Search } from '../operations/view/search.ts'
import type { Carrier } from '../runs/carrier.ts'
import type { Runner } from '../runs/runner-types.ts'

/** All parts of an opened library. Each procedure takes the parts that it needs. */
export interface LibraryParts {
  readonly context: OpenedContext
  readonly activity: Activity
  readonly announcer: Announcer
  readonly tasks: Tasks
  readonly batches: Batches
  /** Starts polling batches and trainings and following the fleet, because a window is open now. */
  readonly followBatches: () => void
  /** Returns true while the library is being closed. */
  readonly leaving: () => boolean
  readonly runner: Runner
  readonly carrier: Carrier
  readonly fleet: JoinedFleet
  /** Waits until local changes of these actors are in the store; resolves at once when the library is a folder. */
  readonly sent: (actorIds: readonly string[], signal?: AbortSignal) => Promise<void>
  readonly syncing: Syncing
  readonly syncTask: SyncTask
  readonly storeTrash: StoreTrash
  readonly downloads: Downloads
  readonly search: Search
  /** Waits until all folders are listed. Only views may run before that. */
  readonly confirmed: Confirmed
  /** Resolves when the folder was read for the first time. */
  readonly indexed: Promise<void>
  /** Fetches images that interrupted runs have requested; requests nothing new. */
  readonly bringHome: BringHome['all']
  /** Waits until all images of these actors are on this machine; resolves at once when the library is a folder. */
  readonly imagesHere: (actorIds: readonly string[], signal?: AbortSignal) => Promise<void>
  readonly editing: Editing
  readonly history: History
  readonly captions: CaptionCommands
  readonly captionBatches: CaptionBatchCommands
  readonly snapshots: SnapshotCommands
  readonly training: ExportPorts
  readonly trainings: Trainings
  readonly trainingTasks: TrainingTasks
  /** Returns the path of a folder that the host was given. */
  readonly grantedFolder: (folderId: string) => string
}
