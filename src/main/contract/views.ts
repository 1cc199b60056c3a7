import { z } from 'zod'
import { ISSUE_KEYS } from '../domain/assessment.ts'
import { BEST_REASONS } from '../domain/duplicate-groups.ts'
import { STYLES } from '../domain/style.ts'

/** View models: what a renderer sees. Images, actors, folders and runs are named by id; no path ever crosses. */

export const StyleView = z.enum(STYLES)
export const LaneView = z.enum([...STYLES, 'unsorted', 'rejected'])
export const VerdictView = z.enum(['keep', 'review', 'reject'])
export const PerStyleView = z.object({
  photorealistic: z.number(),
  bw_stylized: z.number(),
  color_stylized: z.number(),
})
export type PerStyleView = z.infer<typeof PerStyleView>

/** A folder that may be opened: handed out by the host (dialog, drop), the recent list or the folder browser. */
export const FolderView = z.object({ folderId: z.string(), name: z.string(), hint: z.string() })
export type FolderView = z.infer<typeof FolderView>

export const BrowseView = z.object({
  here: FolderView,
  parent: FolderView.nullable(),
  /** `looksLike` says what opening it would give: "library" (holds actors), "actor", or "folder". */
  children: z.array(FolderView.extend({ looksLike: z.enum(['library', 'actor', 'folder']) })),
})
export type BrowseView = z.infer<typeof BrowseView>

export const LibraryView = z.object({
  name: z.string(),
  /** Where it lies, for a title or a tooltip only. */
  location: z.string(),
  actors: z.number().int(),
  images: z.number().int(),
  /** False while the first scan runs. */
  indexed: z.boolean(),
  /** Set when the folder has vanished: work has stopped until it is back. */
  missing: z.boolean(),
  warnings: z.array(z.string()),
})
export type LibraryView = z.infer<typeof LibraryView>

export const ActorState = z.enum(['unassessed', 'unbalanced', 'balanced', 'failed', 'running'])

export const ActorView = z.object({
  actorId: z.string(),
  /** Relative URL of the base image's thumbnail; null when there is none. */
  baseThumbUrl: z.string().nullable(),
  /** Relative URL of the base image at full size. */
  baseUrl: z.string().nullable(),
  state: ActorState,
  images: z.number().int(),
  counts: PerStyleView.extend({ unclassified: z.number().int() }),
  target: PerStyleView,
  rejected: z.number().int(),
  unreadable: z.number().int(),
  unassessed: z.number().int(),
  /** Images whose style is a guess. */
  doubtful: z.number().int(),
  /** Images of which the vision model told nothing: it declined, or did not answer. */
  untold: z.number().int(),
  /** What its good images lack in angles, framing, expression and light, as far as that is known: words of `SHOT`. */
  missing: z.array(z.string()),
  /** Images to make and images beyond the target, rejects included. */
  deficit: z.number().int(),
  surplus: z.number().int(),
  /** Why the folder or the last run failed, as a sentence. */
  problem: z.string().nullable(),
  /** When its files or labels last changed, as its manifest tells; null before it has one. */
  changedAt: z.string().nullable(),
})
export type ActorView = z.infer<typeof ActorView>

export const IssueView = z.object({
  key: z.enum(ISSUE_KEYS),
  verdict: z.enum(['review', 'reject']),
  detail: z.string(),
  duplicateOf: z.string().nullable(),
})

export const ImageView = z.object({
  imageId: z.string(),
  actorId: z.string(),
  filename: z.string(),
  lane: LaneView,
  style: StyleView.nullable(),
  decidedBy: z.enum(['human', 'generator', 'given', 'evaluator']).nullable(),
  unsure: z.boolean(),
  /** 0..1 for an evaluator's style; null when nobody measured it. */
  confidence: z.number().nullable(),
  verdict: VerdictView.nullable(),
  issues: z.array(IssueView),
  /** Look-alike group within the Unsorted lane. */
  group: z.string().nullable(),
  quality: z.number().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  bytes: z.number().int(),
  /** Relative URLs; they change with the content. `thumbUrl` takes `&size=256|512`. */
  thumbUrl: z.string(),
  fullUrl: z.string(),
  generated: z.boolean(),
  prompt: z.string().nullable(),
  promptId: z.string().nullable(),
  /** When it was made as far as the manifest tells, else when the file was written. */
  dateMs: z.number(),
  /** Two perceptual hashes in hex; null until measured. */
  hashes: z.string().nullable(),
  /** 4×4 colours to draw until its thumbnail is there, three hex digits each; null: not measured. */
  colours: z.string().nullable(),
  /** Whether its manifest names a place in a store. */
  uploaded: z.boolean(),
  /** A person marked it, to find it again. */
  flagged: z.boolean(),
  /** In the store, as far as is known: null when there is no store. */
  stored: z.enum(['synced', 'changed', 'absent']).nullable(),
  /** Problems that were to be looked for and were not: neither found nor ruled out. */
  unmeasured: z.array(z.enum(ISSUE_KEYS)),
  /** The vision model told nothing of it at all. */
  untold: z.boolean(),
})
export type ImageView = z.infer<typeof ImageView>

/** Images of an actor that changed since a revision, as texts of some hundreds each: see `packImages`. */
export const ImageChangesView = z.object({
  /** To be asked with the next time. */
  revision: z.number(),
  /** Images that there are in all: where a window counts another number, some are gone. */
  images: z.number().int(),
  /** In natural order when all were asked for. */
  packed: z.array(z.string()),
})
export type ImageChangesView = z.infer<typeof ImageChangesView>

const Numbers = z.array(z.number()).readonly()
const GridView = z.object({ columns: z.number().int(), rows: z.number().int(), values: Numbers })
/** Where in the image its measures come from (`domain/inspection.ts`). */
export const InspectionView = z.object({
  histogram: z.object({ red: Numbers, green: Numbers, blue: Numbers, luma: Numbers }),
  sharpness: GridView,
  dark: GridView,
  bright: GridView,
})
export type InspectionView = z.infer<typeof InspectionView>
/** The first `open` of the images no person has decided yet. */
export const CullingView = z.object({ imageIds: z.array(z.string()), open: z.number().int() })
export type CullingView = z.infer<typeof CullingView>

/** Images of one actor that show the same picture. */
export const DuplicateGroupView = z.object({
  actorId: z.string(),
  /** `variants` differ in a detail or their colour. */
  kind: z.enum(['copies', 'variants']),
  /** The one to keep first. */
  imageIds: z.array(z.string()).min(2),
  why: z.array(z.enum(BEST_REASONS)),
  /** Those that a person kept: they stay whatever is picked. */
  keptIds: z.array(z.string()),
  /** A person has spoken of all of them: there is nothing left to do. */
  settled: z.boolean(),
})
export type DuplicateGroupView = z.infer<typeof DuplicateGroupView>

/** Everything about one image, for the lightbox. */
export const ImageDetailView = ImageView.extend({
  measures: z
    .object({
      format: z.string(),
      sharpness: z.number(),
      symmetry: z.number(),
      monochrome: z.boolean(),
      drawn: z.number(),
      brightness: z.object({ p1: z.number(), p5: z.number(), p50: z.number(), p95: z.number(), p99: z.number() }),
      dhash: z.string(),
      phash: z.string(),
    })
    .nullable(),
  sha256: z.string().nullable(),
  evaluator: z.string().nullable(),
  /** What a vision model said in words, or why it said nothing. */
  reason: z.string().nullable(),
  /** Problems that were to be looked for and were not: neither found nor ruled out. */
  unmeasured: z.array(z.enum(ISSUE_KEYS)),
  model: z.string().nullable(),
  seed: z.number().nullable(),
  costUsd: z.number().nullable(),
  createdAt: z.string().nullable(),
  storeUrl: z.string().nullable(),
  /** From the `.txt` file of the same name, as trainers read it. */
  caption: z.string().nullable(),
})
export type ImageDetailView = z.infer<typeof ImageDetailView>

export const DeletionView = z.object({
  /** `d:{filename}`. */
  stepId: z.string(),
  imageId: z.string().nullable(),
  filename: z.string(),
  type: StyleView.nullable(),
  reason: z.string(),
  detail: z.string(),
  skipped: z.boolean(),
})

export const GenerationView = z.object({
  /** `g:{index}`. */
  stepId: z.string(),
  type: StyleView,
  /** Two or three words, such as "Watercolour". */
  title: z.string(),
  promptId: z.string(),
  prompt: z.string(),
  aspectRatio: z.string(),
  skipped: z.boolean(),
})

export const ShortfallView = z.object({ type: StyleView, missing: z.number().int(), why: z.string() })

export const PlanView = z.object({
  actorId: z.string(),
  createdAt: z.string(),
  /** True when files or labels changed since: it has to be made anew before it can run. */
  stale: z.boolean(),
  evaluator: z.string(),
  target: PerStyleView,
  current: PerStyleView.extend({ unclassified: z.number().int() }),
  /** What the set will hold with the steps that are not skipped. */
  after: PerStyleView,
  deletions: z.array(DeletionView),
  generations: z.array(GenerationView),
  shortfalls: z.array(ShortfallView),
  warnings: z.array(z.string()),
  costUsd: z.number(),
  /** What the vision model's look at the new images will cost; null when its price is not known. */
  checksUsd: z.number().nullable(),
  /** What its look at the images that are there did cost, for this plan. */
  lookedUsd: z.number(),
  seconds: z.number(),
})
export type PlanView = z.infer<typeof PlanView>

export const RunStateView = z.enum(['running', 'cancelling', 'interrupted', 'done', 'failed', 'undone'])

/** A run being carried out or in the history. `failed` runs finished with failed steps. */
export const RunView = z.object({
  runId: z.string(),
  state: RunStateView,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  actors: z.array(z.string()),
  generator: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  /** What is happening now, such as "Making ellen_terry_32.jpg". */
  phase: z.string(),
  etaSeconds: z.number().nullable(),
  costUsd: z.number(),
  estimatedUsd: z.number(),
  deleted: z.number().int(),
  generated: z.number().int(),
  failures: z.array(z.object({ actorId: z.string(), step: z.string(), error: z.string() })),
  undoable: z.boolean(),
})
export type RunView = z.infer<typeof RunView>

/** Something long that is not a run: assessing, planning, syncing, undoing. Always a full snapshot. */
export const TaskView = z.object({
  taskId: z.string(),
  kind: z.enum(['sample', 'index', 'assess', 'look', 'plan', 'sync', 'undo', 'verify']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int(),
  phase: z.string(),
  etaSeconds: z.number().nullable(),
  /** Moved so far and in all, where bytes are moved. */
  bytes: z.object({ done: z.number(), total: z.number() }).nullable(),
  error: z.string().nullable(),
})
export type TaskView = z.infer<typeof TaskView>

/** An edit or a run at its place in the one order of both. */
export const HistoryEntryView = z.object({
  /** Later entries have higher numbers. */
  id: z.string(),
  kind: z.enum(['label', 'move', 'trash', 'add', 'run']),
  name: z.string(),
  at: z.string(),
  /** The first of its actors. */
  actorIds: z.array(z.string()),
  undone: z.boolean(),
  /** A run that is being carried out: it has to be cancelled before it can be taken back. */
  running: z.boolean(),
})
export type HistoryEntryView = z.infer<typeof HistoryEntryView>

/** What undo and redo would do next; null when there is nothing. */
export const HistoryView = z.object({ undo: HistoryEntryView.nullable(), redo: HistoryEntryView.nullable() })
export type HistoryView = z.infer<typeof HistoryView>

/** How far going to a point of the history came. */
export const HistoryStep = z.object({
  history: HistoryView,
  undone: z.number().int(),
  redone: z.number().int(),
  /** Why it stopped before that point; null: it is reached. */
  stopped: z.string().nullable(),
})
export type HistoryStep = z.infer<typeof HistoryStep>

export const FindingView = z.object({ actorId: z.string(), kind: z.string(), file: z.string(), detail: z.string() })

const Amount = z.object({ files: z.number().int(), bytes: z.number().int() })
const Version = z.object({ bytes: z.number().int(), modifiedAt: z.string() }).nullable()

/** What a sync would do, or did. */
export const SyncView = z.object({
  dryRun: z.boolean(),
  uploaded: Amount,
  downloaded: Amount,
  deleted: Amount,
  /** In the store only; by actor, those that are not here included. */
  offered: Amount.extend({ actors: z.array(Amount.extend({ actorId: z.string() })) }),
  /** Left alone. */
  conflicts: z.array(
    z.object({
      conflictId: z.string(),
      actorId: z.string(),
      file: z.string(),
      why: z.string(),
      /** Null: deleted here. */
      here: Version,
      /** Null: only its name is in the way. */
      there: Version,
      newer: z.enum(['here', 'there']).nullable(),
    }),
  ),
  /** The lists may end before all are named. */
  conflictCount: z.number().int(),
  /** Actors with a folder that is empty or missing here: nothing of theirs is removed. */
  emptied: z.array(z.string()),
  /** What is removed, of how many files in step, and whether that takes a yes of its own. */
  deletions: z.object({ count: z.number().int(), of: z.number().int(), ask: z.boolean() }),
  failed: z.array(z.object({ file: z.string(), error: z.string() })),
  failedCount: z.number().int(),
})
export type SyncView = z.infer<typeof SyncView>

export const ResolutionView = z.enum(['mine', 'theirs', 'both'])
export type ResolutionView = z.infer<typeof ResolutionView>

export const SyncWishesView = z.object({
  delete: z.boolean().default(false),
  /** A yes to more deletions than the settings allow without one. */
  yesDelete: z.boolean().default(false),
  /** Fetches what only the store has, of these actors. */
  download: z.union([z.literal('all'), z.array(z.string())]).default([]),
  /** Whose version stays: for all conflicts, or by `conflictId`; those that are not named are left alone. */
  conflicts: z.union([ResolutionView, z.record(z.string(), ResolutionView)]).default({}),
})
export type SyncWishesView = z.infer<typeof SyncWishesView>

export const TrashView = z.object({
  trashId: z.string(),
  actorId: z.string(),
  filename: z.string(),
  reason: z.string(),
  at: z.string(),
  bytes: z.number().int(),
  runId: z.string().nullable(),
})
export type TrashView = z.infer<typeof TrashView>
