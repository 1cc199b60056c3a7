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
    /** Folders on the machine the core runs on; without a folder it starts at the home folder. */
    browse: base.input(z.object({ folderId: z.string().optional() })).output(BrowseView),
  },

  library: {
    current: base.output(LibraryView.nullable()),
    open: base.input(z.object({ folderId: z.string() })).output(LibraryView),
    /** A library in a bucket, through a working copy of this user's: changes go both ways while it is open. */
    openStore: base.input(z.object({ address: StoreAddress })).output(LibraryView),
    /** Writes the sample library into the user's data folder and opens it. */
    openSample: base.output(LibraryView),
    close: base.output(z.void()),
    /** What the opened library brings along that this user has to decide about; null: nothing. */
    question: base.output(LibraryQuestion.nullable()),
    /** Answers what is left of the question; every window gets a `library` event then. */
    decide: base.input(LibraryAnswer).output(LibraryQuestion.nullable()),
    verify: base.output(z.object({ ok: z.boolean(), findings: z.array(FindingView) })),
  },

  actors: {
    list: base.output(z.array(ActorView)),
    images: base.input(z.object({ actorId: z.string() })).output(z.array(ImageView)),
    /** The same for sets of any size: all of them (null), or what changed since. */
    changes: base.input(z.object({ actorId: z.string(), since: z.number().nullable() })).output(ImageChangesView),
    /** What they look like, for a list of actors. */
    strips: base.input(z.object({ actorIds: z.array(z.string()).max(500) })).output(z.array(StripView)),
    /** What its good images show and lack, as far as captions, prompts and a vision model tell. */
    variety: base.input(z.object({ actorId: z.string() })).output(VarietyView),
    /** Measures what is new or changed; answers at once, progress comes as a task. */
    assess: base.input(z.object({ actorIds: ActorIds, agreed: Agreed })).output(TaskView),
  },

  vision: {
    /** What assessing or planning these actors will cost; null when only pixels are asked. Nothing is sent. */
    offer: base.input(z.object({ actorIds: ActorIds })).output(VisionQuoteView.nullable()),
    /** Hands images in as a batch: half the price, answered within a day. Progress comes as a task, its state as `look` events. */
    handIn: base.input(z.object({ actorIds: ActorIds })).output(TaskView),
    /** Takes over what batches have answered by now; while a window is open it happens by itself. */
    pickUp: base.output(z.void()),
    cancel: base.input(z.object({ visionRequestId: z.string() })).output(z.void()),
    /** What models cost by the built-in table (or the user's own file), in USD per million tokens. */
    prices: base.output(PricesView),
    /** The latest, newest first. */
    list: base.output(z.array(VisionRequestView)),
  },

  images: {
    /** Images of any actors, in the order asked for; those that are gone are left out. */
    views: base.input(z.object({ imageIds: z.array(z.string()).max(1000) })).output(z.array(ImageView)),
    detail: base.input(z.object({ imageId: z.string() })).output(ImageDetailView),
    /** Looks at the pixels again; null when the file does not decode. */
    inspect: base.input(z.object({ imageId: z.string() })).output(InspectionView.nullable()),
    /** Images of the whole library that a filter finds, in order; a window fetches their views as it needs them. */
    search: base.input(SearchQuery).output(SearchView),
    /** The one among what a search finds that is meant by a part of its file name or its number. */
    findName: base.input(NameQuery).output(z.string().nullable()),
    /** How many images of the library each of the filters finds. */
    count: base.input(z.object({ filters: z.array(FilterText).max(120) })).output(z.array(z.number().int())),
    /** Undecided images that look like those that were just moved to a lane, to be offered for the same move. */
    alike: base.input(z.object({ imageIds: ImageIds, lane: LaneView })).output(z.array(z.string())),
    /** Ids of the prompts that images are made with. */
    prompts: base.output(z.array(z.string())),
    /** Marks images, or takes the mark off. One undoable edit; it decides nothing about them. */
    flag: base.input(z.object({ imageIds: ImageIds, flagged: z.boolean() })).output(HistoryView),
    /** Splits a group of undecided images in two by look, for good. One undoable edit; it decides nothing about them. */
    splitGroup: base.input(z.object({ imageIds: ImageIds })).output(HistoryView),
    /**
     * A human's word: into a style's lane (keep, this style), `rejected` or `unsorted`. One undoable edit. Answers when durable.
     */
    classify: base
      .input(
        z.object({
          imageIds: ImageIds,
          lane: LaneView,
          /** They are promised their places as well, as by Keep in culling. */
          keep: z.literal(true).optional(),
          /** Names the culling that it is part of: the history shows its decisions as one entry. */
          cullingId: z.string().min(1).max(100).optional(),
        }),
      )
      .output(HistoryView),
    /**
     * Promises images their places (no plan removes them, trimming included), or lets them go. It also settles their issues: an
     * acknowledged issue and "not a duplicate" are this. One undoable edit.
     */
    keep: base.input(z.object({ imageIds: ImageIds, kept: z.boolean() })).output(HistoryView),
    /** To another actor, under the next names there, and into a lane of it if one is given. One undoable edit. */
    moveToActor: base
      .input(z.object({ imageIds: ImageIds, actorId: z.string().min(1), lane: LaneView.optional() }))
      .output(HistoryView),
    /** Copies of files that the host was given, named by the ids it answered. One undoable edit. */
    add: base
      .input(
        z.object({
          fileIds: z.array(z.string()).min(1).max(1000),
          actorId: z.string().min(1),
          lane: LaneView.optional(),
        }),
      )
      .output(HistoryView),
    /** Into the trash. One undoable edit. */
    trash: base.input(z.object({ imageIds: ImageIds })).output(HistoryView),
  },

  captions,

  crops,

  training,

  promises: {
    /** Every image of these actors that a person promised its place. */
    list: base.input(z.object({ actorIds: ActorIds })).output(z.array(PromiseView)),
  },

  targets: {
    /** Targets of their own for some actors, written to their `actor.json`; null: back to the library's. One undoable edit. */
    set: base.input(z.object({ actorIds: ActorIds, target: TargetChoice.nullable() })).output(HistoryView),
  },

  culling: {
    /** The images in the order in which a person should look at them: the most doubtful first, what a person decided last. */
    queue: base.input(CullingRequest).output(CullingView),
  },

  duplicates: {
    /** Groups of copies and variants among these actors' images, without those a person rejected. */
    groups: base.input(z.object({ actorIds: ActorIds })).output(z.array(DuplicateGroupView)),
    /** Keeps some images of each group and rejects others, but none that a person kept. One undoable edit. */
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
    /** Edits and runs, newest first, older than `before`. */
    list: base
      .input(z.object({ before: HistoryId.optional(), limit: z.number().int().min(1).max(500) }))
      .output(z.object({ entries: z.array(HistoryEntryView), more: z.boolean() })),
    /** Takes back the newest edit or run. */
    undo: base.output(HistoryView),
    redo: base.output(HistoryView),
    /** Takes back or does again, in order, until this entry is the newest that counts; null: all of it is taken back. */
    goTo: base.input(z.object({ id: HistoryId.nullable() })).output(HistoryStep),
  },

  snapshots: {
    /** Newest first. */
    list: base.output(z.array(SnapshotView)),
    /** Keeps what the folders hold now; without a name it is called after the time. */
    create: base.input(z.object({ name: z.string().trim().min(1).max(100).optional() })).output(SnapshotView),
    /** What it holds, beside what is there now. */
    look: base.input(z.object({ snapshotId: z.string().min(1) })).output(SnapshotDetailView),
    /** Brings these actors, or all that it holds, back to it. One undoable edit; what is replaced goes to the trash. */
    restore: base
      .input(z.object({ snapshotId: z.string().min(1), actorIds: z.array(z.string().min(1)).min(1).optional() }))
      .output(z.object({ history: HistoryView, restored: z.array(z.string()), missing: z.array(z.string()) })),
    remove: base.input(z.object({ snapshotId: z.string().min(1) })).output(z.void()),
  },

  plans: {
    /** Assesses what is new, then plans; answers at once, progress comes as a task, `plans` events as plans are ready. */
    make: base.input(z.object({ actorIds: ActorIds, agreed: Agreed })).output(TaskView),
    list: base.input(z.object({ actorIds: ActorIds })).output(z.array(PlanView)),
    /**
     * Spares an image or leaves out a generation (`skipped: true`), or takes that back. A spared image is promised its place (an
     * undoable edit); the plan that comes back says so where it cannot meet the mix then.
     */
    setStep: base.input(z.object({ actorId: z.string(), stepId: z.string(), skipped: z.boolean() })).output(PlanView),
    discard: base.input(z.object({ actorIds: ActorIds })).output(z.void()),
    /** What making an image costs now: for estimates where there is no plan. */
    price: base.output(GenerationPriceView),
  },

  generators: {
    /** Replicate models that are offered by name; any other can be typed in. */
    models: base.output(z.array(GenerationModelView)),
  },

  downloads: {
    /** Gets a table or a report ready; it is made while it is fetched. */
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
    /** What the store's trash holds of this library. */
    inStore: base.output(z.object({ files: z.number().int(), bytes: z.number().int() })),
    /** `store`: what was deleted there with it; `problem` says why some of it is left. */
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
    /** What the last sync came to; null when there was none since the library was opened. */
    last: base.output(SyncView.nullable()),
  },

  secrets: {
    list: base.output(z.array(SecretView)),
    guard: base.output(KeyGuard),
    /** Stores a key; it is never sent back. A null value forgets the stored one. */
    set: base.input(z.object({ name: SecretName, value: z.string().max(500).nullable() })).output(z.array(SecretView)),
  },

  services: {
    /** Tries a service with the settings and keys in force, and says in words what is wrong. Costs nothing. */
    test: base.input(z.object({ service: ServiceName })).output(ServiceReport),
    /** Servers of vision models that answer on this machine. Asks this machine alone. */
    localServers: base.output(z.array(LocalServerView)),
  },

  models,

  settings,

  fleet,
}
