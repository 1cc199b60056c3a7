import { z } from 'zod'
import { ISSUE_KEYS } from '../../domain/issue-kinds.ts'
import { BEST_REASONS } from '../../domain/duplicate-groups.ts'
import { StyleView, LaneView, VerdictView } from './words.ts'

/** A person's crop of an image; the file is not changed: see `domain/crop.ts`. */
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
  /** 0..1 for an evaluator's style; null when not measured. */
  confidence: z.number().nullable(),
  verdict: VerdictView.nullable(),
  issues: z.array(IssueView),
  /** Group of similar images within the Unsorted lane. */
  group: z.string().nullable(),
  quality: z.number().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  bytes: z.number().int(),
  /** Relative URLs, which change with the content. `thumbUrl` accepts `&size=256|512`. */
  thumbUrl: z.string(),
  fullUrl: z.string(),
  generated: z.boolean(),
  /** Caption as last read; null when there is none. */
  caption: z.string().nullable(),
  prompt: z.string().nullable(),
  promptId: z.string().nullable(),
  /** Creation time in the manifest, otherwise the file's modification time. */
  dateMs: z.number(),
  /** Two perceptual hashes in hex; null until measured. */
  hashes: z.string().nullable(),
  /** 4×4 colours shown until its thumbnail is loaded, three hex digits each; null when not measured. */
  colours: z.string().nullable(),
  /** True when its manifest names a place in a store. */
  uploaded: z.boolean(),
  /** True when a person flagged it to find it again. */
  flagged: z.boolean(),
  /** True when a person marked it to keep: no plan removes it. */
  kept: z.boolean(),
  /** Generator named in its manifest. */
  model: z.string().nullable(),
  /** Camera, program or generator named in its file. */
  madeWith: z.string().nullable(),
  /** Part that it fell into each time a person split its group, such as "ab"; null when it was not split. */
  groupPart: z.string().nullable(),
  /** State in the store, as far as known; null without a store. */
  stored: z.enum(['synced', 'changed', 'absent']).nullable(),
  /** Issues that were to be checked and were neither found nor ruled out. */
  unmeasured: z.array(z.enum(ISSUE_KEYS)).readonly(),
  /** Names of its captions, masks and caches, which move with it. */
  sidecars: z.array(z.string()).readonly(),
  /** Why it was not measured although it may be intact, as a sentence. */
  notJudged: z.string().nullable(),
  /** True when the vision model did not assess it at all. */
  unanswered: z.boolean(),
  /** Part that its thumbnail and picture show; the whole image is at `fullUrl` with `&whole=1`. Null for all of it. */
  crop: CropView.nullable(),
  /** Cosine similarity of its faces to those of the base images; null when either has none or faces were not measured. */
  face: z.number().nullable(),
  /** Which of its actor's persons it shows: 1 has the most images. */
  person: z.number().int().nullable(),
})
export type ImageView = z.infer<typeof ImageView>

/** Images of an actor that changed since a revision, as texts of a few hundred each: see `packImages`. */
export const ImageChangesView = z.object({
  /** Revision to pass to the next call. */
  revision: z.number(),
  /** Total number of images: when a window counts another number, some were removed. */
  images: z.number().int(),
  /** In natural order when all images were requested. */
  packed: z.array(z.string()),
})
export type ImageChangesView = z.infer<typeof ImageChangesView>

const Numbers = z.array(z.number()).readonly()
const GridView = z.object({ columns: z.number().int(), rows: z.number().int(), values: Numbers })
/** Measures by place in the image (`domain/inspection.ts`). */
export const InspectionView = z.object({
  histogram: z.object({ red: Numbers, green: Numbers, blue: Numbers, luma: Numbers }),
  sharpness: GridView,
  dark: GridView,
  bright: GridView,
})
export type InspectionView = z.infer<typeof InspectionView>
/** Images for review; the first `open` of them are not decided yet. */
export const CullingView = z.object({ imageIds: z.array(z.string()), open: z.number().int() })
export type CullingView = z.infer<typeof CullingView>

/** Images of one actor that show the same picture. */
export const DuplicateGroupView = z.object({
  actorId: z.string(),
  /** `variants` differ in a detail or in colour. */
  kind: z.enum(['copies', 'variants']),
  /** The image to keep comes first. */
  imageIds: z.array(z.string()).min(2),
  why: z.array(z.enum(BEST_REASONS)),
  /** Images that a person keeps: they stay whatever is picked. */
  keptIds: z.array(z.string()),
  /** True when a person has decided on all of them. */
  settled: z.boolean(),
})
export type DuplicateGroupView = z.infer<typeof DuplicateGroupView>

/** All facts about one image, for the lightbox. */
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
  /** The vision model's explanation, or why it gave none. */
  reason: z.string().nullable(),
  seed: z.number().nullable(),
  costUsd: z.number().nullable(),
  createdAt: z.string().nullable(),
  storeUrl: z.string().nullable(),
})
export type ImageDetailView = z.infer<typeof ImageDetailView>
