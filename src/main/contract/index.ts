import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { base } from './base.ts'
import { Event } from './event.ts'
import { about } from './about.ts'
import { captions } from './captions.ts'
import { crops } from './crops.ts'
import { ActorIds, Agreed, CullingRequest, HistoryId, ImageIds, StoreAddress } from './inputs.ts'
import { DownloadRequest, DownloadView } from './downloads.ts'
import { GenerationModelView, GenerationPriceView } from './generation.ts'
import { KeyGuard, LocalServerView, SecretName, SecretView, ServiceName, ServiceReport } from './secrets.ts'
import { FilterText, NameQuery, SearchQuery, SearchView } from './search.ts'
import { PromiseView, TargetChoice } from './targets.ts'
import { runs } from './runs.ts'
import { training } from './training.ts'
import { models } from './models.ts'
import { fleet } from './fleet.ts'
import { settings } from './settings.ts'
import { LibraryAnswer, LibraryQuestion } from './trust.ts'
import { VisionQuoteView, VisionRequestView, PricesView } from './vision.ts'
import {
  ActorView,
  VarietyView,
  BrowseView,
  CullingView,
  DuplicateGroupView,
  FindingView,
  FolderView,
  HistoryEntryView,
  HistoryStep,
  HistoryView,
  ImageChangesView,
  ImageDetailView,
  ImageView,
  InspectionView,
  LaneView,
  LibraryView,
  PlanView,
  SnapshotDetailView,
  SnapshotView,
  StripView,
  SyncView,
  SyncRequestView,
  TaskView,
  TrashView,
} from './views.ts'

export { ERROR_STATUS } from './base.ts'
export { Event } from './event.ts'

export const contract = {
  events: base.output(eventIterator(Event)),
  about,

  folders: {
    recent: base.output(z.array(FolderView)),
    /** Lists folders on the machine that runs the core; without a folder it starts at the home folder. */
    browse: base.input(z.object({ folderId: z.string().optional() })).output(BrowseView),
  },

  library: {
    current: base.output(LibraryView.nullable()),
    open: base.input(z.object({ folderId: z.string() })).output(LibraryView),
    /** Opens a library in a bucket through a working copy of this user; changes go both ways while it is open. */
    openStore: base.input(z.object({ address: StoreAddress })).output(LibraryView),
    /** Writes the sample library into the user's data folder and opens it. */
    openSample: base.output(LibraryView),
    close: base.output(z.void()),
    /** Returns the open decisions about the opened library; null when there are none. */
    question: base.output(LibraryQuestion.nullable()),
    /** Answers the question in part or in full; every window then receives a `library` event. */
    decide: base.input(LibraryAnswer).output(LibraryQuestion.nullable()),
    verify: base.output(z.object({ ok: z.boolean(), findings: z.array(FindingView) })),
  },

  actors: {
    list: base.output(z.array(ActorView)),
    images: base.input(z.object({ actorId: z.string() })).output(z.array(ImageView)),
    /** Returns the images of a set of any size: all of them (null), or those that changed since. */
    changes: base.input(z.object({ actorId: z.string(), since: z.number().nullable() })).output(ImageChangesView),
    /** Returns the first images of each actor, for a list of actors. */
    strips: base.input(z.object({ actorIds: z.array(z.string()).max(500) })).output(z.array(StripView)),
    /** Returns what an actor's good images show and lack, according to captions, prompts and a vision model. */
    variety: base.input(z.object({ actorId: z.string() })).output(VarietyView),
    /** Measures new and changed images; returns at once, progress comes as a task. */
    assess: base.input(z.object({ actorIds: ActorIds, agreed: Agreed })).output(TaskView),
  },

  vision: {
    /** Returns the cost of assessing or planning these actors; null when no vision model is used. Sends nothing. */
    offer: base.input(z.object({ actorIds: ActorIds })).output(VisionQuoteView.nullable()),
    /** Submits images as a batch: half the price, answered within a day. Progress comes as a task, its state as `visionRequest` events. */
    handIn: base.input(z.object({ actorIds: ActorIds })).output(TaskView),
    /** Fetches the results of batches; done automatically while a window is open. */
    pickUp: base.output(z.void()),
    cancel: base.input(z.object({ visionRequestId: z.string() })).output(z.void()),
    /** Returns the models' prices in the built-in table (or the user's file), in USD per million tokens. */
    prices: base.output(PricesView),
    /** Returns the latest requests, newest first. */
    list: base.output(z.array(VisionRequestView)),
  },

  images: {
    /** Returns images of any actors in the requested order, without those that no longer exist. */
    views: base.input(z.object({ imageIds: z.array(z.string()).max(1000) })).output(z.array(ImageView)),
    detail: base.input(z.object({ imageId: z.string() })).output(ImageDetailView),
    /** Measures the pixels again, by place; null when the file does not decode. */
    inspect: base.input(z.object({ imageId: z.string() })).output(InspectionView.nullable()),
    /** Returns the ids of all images that match a filter, sorted; a window fetches their views as needed. */
    search: base.input(SearchQuery).output(SearchView),
    /** Returns the search result that best matches a part of its file name or its number. */
    findName: base.input(NameQuery).output(z.string().nullable()),
    /** Returns the number of images that match each filter. */
    count: base.input(z.object({ filters: z.array(FilterText).max(120) })).output(z.array(z.number().int())),
    /** Returns undecided images similar to those just moved to a lane, to offer the same move. */
    alike: base.input(z.object({ imageIds: ImageIds, lane: LaneView })).output(z.array(z.string())),
    /** Returns the ids of all prompts that images were generated with. */
    prompts: base.output(z.array(z.string())),
    /** Flags or unflags images, as one undoable edit without further effect. */
    flag: base.input(z.object({ imageIds: ImageIds, flagged: z.boolean() })).output(HistoryView),
    /** Splits a group of undecided images in two by similarity, permanently. One undoable edit that decides nothing about them. */
    splitGroup: base.input(z.object({ imageIds: ImageIds })).output(HistoryView),
    /**
     * Classifies images by hand: into a style's lane (keep, this style), `rejected` or `unsorted`. One undoable edit. Returns when it is
     * durable.
     */
    classify: base
      .input(
        z.object({
          imageIds: ImageIds,
          lane: LaneView,
          /** Also marks the images to keep, as Keep does in culling. */
          keep: z.literal(true).optional(),
          /** Id of the culling that it is part of; the history shows its decisions as one entry. */
          cullingId: z.string().min(1).max(100).optional(),
        }),
      )
      .output(HistoryView),
    /**
     * Marks images to keep (no plan removes them, even as surplus), or releases them. Marking also resolves their issues: it acknowledges
     * them and means "not a duplicate". One undoable edit.
     */
    keep: base.input(z.object({ imageIds: ImageIds, kept: z.boolean() })).output(HistoryView),
    /** Moves images to another actor under its next names, and into one of its lanes when given. One undoable edit. */
    moveToActor: base
      .input(z.object({ imageIds: ImageIds, actorId: z.string().min(1), lane: LaneView.optional() }))
      .output(HistoryView),
    /** Copies files that were given to the host, by the ids that it returned. One undoable edit. */
    add: base
      .input(
        z.object({
          fileIds: z.array(z.string()).min(1).max(1000),
          actorId: z.string().min(1),
          lane: LaneView.optional(),
        }),
      )
      .output(HistoryView),
    /** Moves images to the trash. One undoable edit. */
    trash: base.input(z.object({ imageIds: ImageIds })).output(HistoryView),
  },

  captions,

  crops,

  training,

  promises: {
    /** Returns every image of these actors that a person marked to keep. */
    list: base.input(z.object({ actorIds: ActorIds })).output(z.array(PromiseView)),
  },

  targets: {
    /** Gives actors their own targets, written to their `actor.json`; null returns them to the library's. One undoable edit. */
    set: base.input(z.object({ actorIds: ActorIds, target: TargetChoice.nullable() })).output(HistoryView),
  },

  culling: {
    /** Returns the images in the order for review: most doubtful first, decided ones last. */
    queue: base.input(CullingRequest).output(CullingView),
  },

  duplicates: {
    /** Returns groups of copies and variants among these actors' images, without rejected ones. */
    groups: base.input(z.object({ actorIds: ActorIds })).output(z.array(DuplicateGroupView)),
    /** Keeps some images of each group and rejects others, but none that a person keeps. One undoable edit. */
    keep: base
      .input(
        z.object({
          groups: z
            .array(z.object({ keepIds: ImageIds, rejectIds: z.array(z.string().min(1)).max(100_000) }))
            .min(1)
            .max(50_000),
        }),
      )
      .output(HistoryView),
  },

  history: {
    current: base.output(HistoryView),
    /** Returns edits and runs older than `before`, newest first. */
    list: base
      .input(z.object({ before: HistoryId.optional(), limit: z.number().int().min(1).max(500) }))
      .output(z.object({ entries: z.array(HistoryEntryView), more: z.boolean() })),
    /** Undoes the latest edit or run. */
    undo: base.output(HistoryView),
    redo: base.output(HistoryView),
    /** Undoes or redoes, in order, until this entry is the latest in effect; null undoes everything. */
    goTo: base.input(z.object({ id: HistoryId.nullable() })).output(HistoryStep),
  },

  snapshots: {
    /** Returns the snapshots, newest first. */
    list: base.output(z.array(SnapshotView)),
    /** Creates a snapshot of the folders; the time is its name when none is given. */
    create: base.input(z.object({ name: z.string().trim().min(1).max(100).optional() })).output(SnapshotView),
    /** Compares a snapshot with the present. */
    look: base.input(z.object({ snapshotId: z.string().min(1) })).output(SnapshotDetailView),
    /** Restores these actors, or all in the snapshot. One undoable edit; replaced files go to the trash. */
    restore: base
      .input(z.object({ snapshotId: z.string().min(1), actorIds: z.array(z.string().min(1)).min(1).optional() }))
      .output(z.object({ history: HistoryView, restored: z.array(z.string()), missing: z.array(z.string()) })),
    remove: base.input(z.object({ snapshotId: z.string().min(1) })).output(z.void()),
  },

  plans: {
    /** Assesses new images, then plans; returns at once, progress comes as a task, and `plans` events as plans are ready. */
    make: base.input(z.object({ actorIds: ActorIds, agreed: Agreed })).output(TaskView),
    list: base.input(z.object({ actorIds: ActorIds })).output(z.array(PlanView)),
    /**
     * Skips a step (`skipped: true`) or restores it. Skipping a deletion marks the image to keep (an undoable edit); the returned plan says
     * when it cannot meet the mix then.
     */
    setStep: base.input(z.object({ actorId: z.string(), stepId: z.string(), skipped: z.boolean() })).output(PlanView),
    discard: base.input(z.object({ actorIds: ActorIds })).output(z.void()),
    /** Returns the current price of generating an image, for estimates without a plan. */
    price: base.output(GenerationPriceView),
  },

  generators: {
    /** Returns the Replicate models listed by name; any other can be typed in. */
    models: base.output(z.array(GenerationModelView)),
  },

  downloads: {
    /** Prepares a table or a report, which is written during the download. */
    prepare: base.input(DownloadRequest).output(DownloadView),
  },

  runs,

  tasks: {
    list: base.output(z.array(TaskView)),
    cancel: base.input(z.object({ taskId: z.string() })).output(z.void()),
  },

  trash: {
    list: base.output(z.array(TrashView)),
    restore: base.input(z.object({ trashIds: z.array(z.string()).min(1) })).output(z.void()),
    /** Returns the size of this library's trash in the store. */
    inStore: base.output(z.object({ files: z.number().int(), bytes: z.number().int() })),
    /** Empties the trash. `store` counts the copies deleted there; `problem` says why some are left. */
    empty: base.output(
      z.object({
        files: z.number().int(),
        bytes: z.number().int(),
        store: z.object({ files: z.number().int(), bytes: z.number().int(), problem: z.string().nullable() }),
      }),
    ),
  },

  store: {
    preview: base.output(SyncView),
    sync: base.input(SyncRequestView).output(TaskView),
    /** Returns the result of the last sync; null when there was none since the library was opened. */
    last: base.output(SyncView.nullable()),
  },

  secrets: {
    list: base.output(z.array(SecretView)),
    guard: base.output(KeyGuard),
    /** Stores a key, which is never sent back. A null value removes the stored one. */
    set: base.input(z.object({ name: SecretName, value: z.string().max(500).nullable() })).output(z.array(SecretView)),
  },

  services: {
    /** Tests a service with the current settings and keys, and describes the problem. Costs nothing. */
    test: base.input(z.object({ service: ServiceName })).output(ServiceReport),
    /** Finds servers of vision models on this machine; contacts no other. */
    localServers: base.output(z.array(LocalServerView)),
  },

  models,

  settings,

  fleet,
}
