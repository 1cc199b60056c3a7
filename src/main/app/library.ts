import type { NameQuery, SearchQuery, SearchView } from '../contract/search.ts'
import type { ExportRequest, ExportView, GenerationPriceView } from '../contract/exports.ts'
import type { VisionQuoteView, VisionRequestView } from '../contract/vision.ts'
import type {
  ActorView,
  CullingView,
  DuplicateGroupView,
  HistoryView,
  ImageChangesView,
  ImageDetailView,
  ImageView,
  InspectionView,
  LaneView,
  LibraryView,
  PlanView,
  RunView,
  SyncView,
  TaskView,
} from '../contract/views.ts'
import type { PromiseView, TargetChoice } from '../contract/targets.ts'
import type { z } from 'zod'
import type { ActorSelection, OperationOptions } from '../operations/context/operation-options.ts'
import type { BatchReport } from '../operations/batch/run-batch.ts'
import type { PlanOptions } from '../operations/assess/measure-and-quote.ts'
import type { ExportedActor, ExportRequest as TrainingRequest } from '../operations/export/export-actors.ts'
import type { ExecuteOptions } from '../operations/run/execute.ts'
import type {
  EmptiedReport,
  EvaluateReport,
  ExecuteReport,
  PlanSummary,
  StatusReport,
  SyncReport,
  TrashItem,
  UndoReport,
  VerifyReport,
} from '../contract/reports.ts'
import type { IncomingFile } from '../library/incoming.ts'
import type { CaptionCommands } from '../operations/edit/caption-commands.ts'
import type { History } from '../operations/edit/history.ts'
import type { SyncOptions } from '../operations/sync/sync-library.ts'

import type { KeptGroup } from '../operations/edit/keep-duplicates.ts'

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
  /** Cancels every batch that is on its way. Answers how many there were. */
  cancelBatches(): Promise<number>
  execute(actors: ActorSelection, options?: ExecuteOptions): Promise<ExecuteReport>
  evaluate(actorId: string, options?: Omit<PlanOptions, 'fresh'>): Promise<EvaluateReport>
  readonly captions: CaptionCommands
  /** Writes training sets. An actor that cannot be exported is a problem in its report, not an exception. */
  export(actors: ActorSelection, request: TrainingRequest): Promise<readonly ExportedActor[]>
  undo(runId?: string, options?: OperationOptions): Promise<UndoReport>
  verify(options?: OperationOptions): Promise<VerifyReport>
  sync(options: OperationOptions & SyncOptions): Promise<SyncReport>
  readonly trash: {
    list(): Promise<readonly TrashItem[]>
    /** Answers how many files came back. */
    restore(ids: readonly string[]): Promise<number>
    /** What the store's trash holds of this library, the copies of what `list` names included. */
    inStore(): { readonly files: number; readonly bytes: number }
    empty(): Promise<EmptiedReport>
  }
  /** The same library as a window uses it. */
  readonly window: WindowLibrary
}

/** Whether somebody saw what the vision model will cost and agreed; without it, it is not asked. */
export type Agreed = 'vision' | undefined

/** The opened library as a window uses it: views instead of files, and long work that answers at once and reports by events. */
export interface WindowLibrary {
  view(): LibraryView
  actors(): ActorView[]
  images(actorId: string): ImageView[]
  imageChanges(actorId: string, since: number | null): Promise<ImageChangesView>
  imageViews(imageIds: readonly string[]): ImageView[]
  image(imageId: string): Promise<ImageDetailView>
  inspectImage(imageId: string, signal?: AbortSignal): Promise<InspectionView | null>
  assess(actors: ActorSelection, agreed?: Agreed): TaskView
  /** What assessing or planning these actors will cost; null when it costs nothing whatever they hold. */
  quoteVision(actors: ActorSelection): Promise<VisionQuoteView | null>
  visionRequests(): VisionRequestView[]
  search(query: SearchQuery): Promise<SearchView>
  findName(query: NameQuery): Promise<string | null>
  countImages(filters: readonly string[]): Promise<number[]>
  promptIds(): string[]
  /** Hands images in as a batch: half the price, answered within a day. */
  handIn(actors: ActorSelection): TaskView
  /** Takes over what batches have answered by now. */
  pickUp(): Promise<void>
  cancelBatch(visionRequestId: string): Promise<void>
  /** From now on somebody is there to see what batches bring. */
  followBatches(): void
  cullingQueue(
    scope: { readonly actorIds: ActorSelection } | { readonly imageIds: readonly string[] },
  ): Promise<CullingView>
  duplicateGroups(actors: ActorSelection): Promise<DuplicateGroupView[]>
  keepDuplicates(groups: readonly KeptGroup[]): Promise<HistoryView>
  flag(imageIds: readonly string[], flagged: boolean): Promise<HistoryView>
  /** `keep`: the images are promised their places as well. `sitting`: names the culling that it is part of. */
  classify(
    imageIds: readonly string[],
    lane: z.infer<typeof LaneView>,
    how?: { readonly keep?: boolean | undefined; readonly sitting?: string | undefined },
  ): Promise<HistoryView>
  /** Promises images their places, or lets them go. */
  keep(imageIds: readonly string[], kept: boolean): Promise<HistoryView>
  promises(actors: ActorSelection): Promise<PromiseView[]>
  /** Null: back to the library's target. */
  setTargets(actors: ActorSelection, target: TargetChoice | null): Promise<HistoryView>
  moveToActor(move: {
    readonly imageIds: readonly string[]
    readonly actorId: string
    readonly lane?: z.infer<typeof LaneView> | undefined
  }): Promise<HistoryView>
  addImages(adding: {
    readonly files: readonly IncomingFile[]
    readonly actorId: string
    readonly lane?: z.infer<typeof LaneView> | undefined
  }): Promise<HistoryView>
  trashImages(imageIds: readonly string[]): Promise<HistoryView>
  readonly history: Pick<History, 'view' | 'list' | 'undo' | 'redo' | 'goTo'>
  plan(actors: ActorSelection, agreed?: Agreed): TaskView
  plans(actors: ActorSelection): Promise<PlanView[]>
  setPlanStep(step: { readonly actorId: string; readonly stepId: string; readonly skipped: boolean }): Promise<PlanView>
  discardPlans(actors: ActorSelection): Promise<void>
  price(): GenerationPriceView
  prepareExport(request: ExportRequest): Promise<ExportView>
  runs(): RunView[]
  startRun(actors: ActorSelection): Promise<RunView>
  cancelRun(runId: string): void
  resumeRun(runId: string): Promise<RunView>
  retryFailed(runId: string): Promise<RunView>
  undoRun(runId: string): Promise<RunView>
  tasks(): TaskView[]
  cancelTask(taskId: string): void
  verify(): Promise<VerifyReport>
  restoreTrash(trashIds: readonly string[]): Promise<void>
  previewSync(): Promise<SyncView>
  sync(options: SyncOptions): TaskView
  /** What the last sync came to; null when there was none since the library was opened. */
  lastSync(): SyncView | null
  /** The settings changed: targets and states have to be shown anew. */
  refresh(): void
}
