import { z } from 'zod'
import { ISSUE_KEYS } from '../../domain/issue-kinds.ts'
import { BEST_REASONS } from '../../domain/duplicate-groups.ts'
import { StyleView, LaneView, VerdictView } from './words.ts'

/** What a person cut out of an image, without changing the file: see \`domain/crop.ts\`. */
export const CropView = z.object({
  x: z.number().min(0).lt(1),
  y: z.number().min(0).lt(1),
  width: z.number().gt(0).max(1),
  height: z.number().gt(0).max(1),
  rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  mirror: z.boolean(),
  straighten: z.number().min(-45).max(45),
})

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
  /** As it was read last; null: it has none. */
  caption: z.string().nullable(),
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
  /** A person promised it its place: no plan removes it. */
  kept: z.boolean(),
  /** The generator that its manifest names. */
  model: z.string().nullable(),
  /** The camera, program or generator that its file names. */
  madeWith: z.string().nullable(),
  /** Which part of its group it fell to each time that a person split the group, such as "ab"; null: none did. */
  groupPart: z.string().nullable(),
  /** In the store, as far as is known: null when there is no store. */
  stored: z.enum(['synced', 'changed', 'absent']).nullable(),
  /** Problems that were to be looked for and were not: neither found nor ruled out. */
  unmeasured: z.array(z.enum(ISSUE_KEYS)).readonly(),
  /** Names of the captions, masks and caches beside it that belong to it and go where it goes. */
  sidecars: z.array(z.string()).readonly(),
  /** Why nothing was measured of it though it may be sound, as a sentence: it is no damaged file. */
  notJudged: z.string().nullable(),
  /** The vision model told nothing of it at all. */
  unanswered: z.boolean(),
  /** Its thumbnail and its picture show this part; the whole one is at `fullUrl` with `&whole=1`. Null: all of it. */
  crop: CropView.nullable(),
  /** How near its faces are to those of the base images, a cosine; null where either shows none, or nobody looked. */
  face: z.number().nullable(),
  /** Whose picture it is, among its actor's persons: 1 has the most. */
  person: z.number().int().nullable(),
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
  seed: z.number().nullable(),
  costUsd: z.number().nullable(),
  createdAt: z.string().nullable(),
  storeUrl: z.string().nullable(),
})
export type ImageDetailView = z.infer<typeof ImageDetailView>
