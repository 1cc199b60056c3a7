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

/** The opened library for commands and tests. Each call waits until its work is done. */
export interface Library {
  readonly root: string
  readonly warnings: readonly string[]
  status(): Promise<StatusReport>
  plan(actors: ActorSelection, options?: PlanOptions): Promise<PlanSummary>
  /**
   * Submits the images that are due as a batch, or continues the open batch: stores its results, and submits again what an expired one
   * left.
   */
  batch(actors: ActorSelection, options?: Omit<PlanOptions, 'fresh'>): Promise<BatchReport>
  /** Cancels every open batch of that kind. Returns their number. */
  cancelBatches(kind: BatchKind): Promise<number>
  execute(actors: ActorSelection, options?: ExecuteOptions): Promise<ExecuteReport>
  evaluate(actorId: string, options?: Omit<PlanOptions, 'fresh'>): Promise<EvaluateReport>
  readonly captions: CaptionCommands
  readonly crops: CropCommands
  /** Writes training sets. An actor that cannot be exported is a problem in its report, not an exception. */
  export(actors: ActorSelection, request: TrainingRequest): Promise<readonly ExportedActor[]>
  /** Returns what a trainer would see of each image in an export of this actor. */
  buckets(actorId: string, request: Omit<TrainingRequest, 'to'>): Promise<BucketReport>
  undo(runId?: string, options?: OperationOptions): Promise<UndoReport>
  /** Returns the edit or run that `undoNewest` would undo; null when there is none. */
  newestChange(): HistoryEntryView | null
  /** Undoes the newest edit or run and returns it. Throws NOT_FOUND when there is none. */
  undoNewest(): Promise<HistoryEntryView>
  /** Gives actors their own target, or the library's again (null), as one edit. */
  setTargets(actors: ActorSelection, target: TargetChoice | null): Promise<TargetReport>
  verify(options?: OperationOptions & Pick<VerifyOptions, 'elsewhere'>): Promise<VerifyReport>
  sync(options: OperationOptions & SyncOptions): Promise<SyncReport>
  /**
   * Waits until a working copy and its store are the same. Throws the error that prevents it. Resolves at once when the library is a
   * folder.
   */
  inStep(signal?: AbortSignal): Promise<void>
  /** Waits until a working copy's changes of these actors are in the store. Throws the error that prevents it. */
  sent(actorIds: readonly string[], signal?: AbortSignal): Promise<void>
  /** Returns actors of a working copy with changes that are not in the store yet; empty when the library is a folder. */
  unsent(): Promise<readonly string[]>
  readonly snapshots: SnapshotCommands
  readonly trash: {
    list(): Promise<readonly TrashItem[]>
    /** Restores files and returns their number. */
    restore(ids: readonly string[]): Promise<number>
    /** Returns the size of this library's files in the store's trash, including the copies of files that `list` names. */
    inStore(): { readonly files: number; readonly bytes: number }
    empty(): Promise<EmptiedReport>
  }
  /** The parts that the procedures of the contract use. */
  readonly parts: LibraryParts
}
