import type { BatchKind } from '../catalog/vision-requests.ts'
import type { TargetChoice } from '../contract/targets.ts'
import type { HistoryEntryView } from '../contract/views.ts'
import type { LibraryParts } from './library-parts.ts'
import type { ActorSelection, OperationOptions } from '../operations/context/operation-options.ts'
import type { BatchReport } from '../operations/batch/run-batch.ts'
import type { PlanOptions } from '../operations/assess/measure-and-quote.ts'
import type { BucketReport } from '../operations/export/buckets.ts'
import type { ExportedActor, ExportRequest as TrainingRequest } from '../operations/export/export-actors.ts'
import type { ExecuteOptions } from '../operations/run/execute.ts'
import type {
  EmptiedReport,
  EvaluateReport,
  ExecuteReport,
  PlanSummary,
  StatusReport,
  SyncReport,
  TargetReport,
  TrashItem,
  UndoReport,
  VerifyReport,
} from '../contract/reports.ts'
import type { CropCommands } from '../operations/edit/crop-commands.ts'
import type { CaptionCommands } from '../operations/edit/caption-commands.ts'
import type { SnapshotCommands } from '../operations/edit/snapshot-commands.ts'
import type { VerifyOptions } from '../operations/verify/verify-library.ts'
import type { SyncOptions } from '../operations/sync/sync-library.ts'

/** The opened library as commands and tests use it: each call waits until its work is done. */
export interface Library {
  readonly root: string
  readonly warnings: readonly string[]
  status(): Promise<StatusReport>
  plan(actors: ActorSelection, options?: PlanOptions): Promise<PlanSummary>
  /**
   * Hands in as a batch what the vision model has to look at, or goes on with the batch that is there: takes over what is answered,
   * and hands in what an expired one left.
   */
  batch(actors: ActorSelection, options?: Omit<PlanOptions, 'fresh'>): Promise<BatchReport>
  /** Cancels every batch of that kind that is on its way. Answers how many there were. */
  cancelBatches(kind: BatchKind): Promise<number>
  execute(actors: ActorSelection, options?: ExecuteOptions): Promise<ExecuteReport>
  evaluate(actorId: string, options?: Omit<PlanOptions, 'fresh'>): Promise<EvaluateReport>
  readonly captions: CaptionCommands
  readonly crops: CropCommands
  /** Writes training sets. An actor that cannot be exported is a problem in its report, not an exception. */
  export(actors: ActorSelection, request: TrainingRequest): Promise<readonly ExportedActor[]>
  /** What a trainer will see of each image that an export of this actor would hold now. */
  buckets(actorId: string, request: Omit<TrainingRequest, 'to'>): Promise<BucketReport>
  undo(runId?: string, options?: OperationOptions): Promise<UndoReport>
  /** What `undoNewest` would undo, an edit or a run; null: nothing. */
  newestChange(): HistoryEntryView | null
  /** Undoes the newest change, an edit or a run. Answers what it was. Throws NOT_FOUND where there is none. */
  undoNewest(): Promise<HistoryEntryView>
  /** Gives actors a target of their own; null: the library's again. One edit. */
  setTargets(actors: ActorSelection, target: TargetChoice | null): Promise<TargetReport>
  verify(options?: OperationOptions & Pick<VerifyOptions, 'elsewhere'>): Promise<VerifyReport>
  sync(options: OperationOptions & SyncOptions): Promise<SyncReport>
  /** Of a library in a store: until it and its working copy are the same. Throws what keeps them apart. At once where it is a folder. */
  inStep(signal?: AbortSignal): Promise<void>
  /** Of a library in a store: until what was changed here of these actors is in it. Throws what keeps it from there. */
  sent(actorIds: readonly string[], signal?: AbortSignal): Promise<void>
  /** Of a library in a store: actors with changes that are not in it yet. None where it is a folder. */
  unsent(): Promise<readonly string[]>
  readonly snapshots: SnapshotCommands
  readonly trash: {
    list(): Promise<readonly TrashItem[]>
    /** Answers how many files came back. */
    restore(ids: readonly string[]): Promise<number>
    /** What the store's trash holds of this library, the copies of what `list` names included. */
    inStore(): { readonly files: number; readonly bytes: number }
    empty(): Promise<EmptiedReport>
  }
  /** What the procedures of the contract work on. */
  readonly parts: LibraryParts
}
