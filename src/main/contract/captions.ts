import { z } from 'zod'
import { CAPTION_GUIDES } from '../domain/caption/guide.ts'
import { CAPTION_FORMS } from '../domain/caption/template.ts'
import { base } from './base.ts'
import { VISION_SERVERS } from './settings.ts'
import { VisionQuoteView } from './vision.ts'

const Text = z.string().max(20_000)
/** File names; null means all images of the actor. */
const Names = z.array(z.string()).max(20_000).nullable()

export const CaptionView = z.object({
  imageId: z.string(),
  filename: z.string(),
  thumbUrl: z.string(),
  style: z.string().nullable(),
  /** Empty when there is no caption. */
  text: z.string(),
  /** "human", "import", "prompt", "template" or a model; null without a caption. */
  by: z.string().nullable(),
  stale: z.boolean(),
  /** CLIP's count is exact, the others are estimates; null where the letters make an estimate worthless. */
  tokens: z.object({ clip: z.number(), t5: z.number().nullable(), qwen: z.number().nullable() }).nullable(),
})
export type CaptionView = z.infer<typeof CaptionView>

/** Changes that a window may request; `template` with an empty text writes a caption from what is known of the image. */
export const CaptionChangeView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), text: Text, over: Text.optional() }),
  z.object({ kind: z.literal('template'), template: Text }),
  z.object({ kind: z.literal('prefix'), text: Text }),
  z.object({ kind: z.literal('suffix'), text: Text }),
  z.object({ kind: z.literal('trigger'), trigger: Text }),
  z.object({
    kind: z.literal('replace'),
    find: Text,
    by: Text,
    regex: z.boolean(),
    ignoreCase: z.boolean(),
    words: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('remove'), text: Text }),
  z.object({ kind: z.literal('removeTags'), tags: z.array(Text).max(2000) }),
  z.object({ kind: z.literal('renameTag'), tag: Text.min(1), by: Text.min(1) }),
  z.object({ kind: z.literal('dedupe') }),
  z.object({ kind: z.literal('shuffle'), seed: z.number().int().min(0), keep: z.number().int().min(0) }),
  z.object({ kind: z.literal('medium') }),
  z.object({ kind: z.literal('shorten'), limit: z.number().int().min(1) }),
  z.object({ kind: z.literal('clear') }),
  z.object({ kind: z.literal('tidy') }),
])
export type CaptionChangeView = z.infer<typeof CaptionChangeView>

const CaptionRequest = z.object({
  actorId: z.string().min(1),
  change: CaptionChangeView,
  only: z.enum(['all', 'missing', 'sparing']),
  filenames: Names,
  form: z.enum(CAPTION_FORMS),
  /** True for a preview without changes. */
  dryRun: z.boolean(),
})

/** Captions by a vision model; `sparing` also replaces captions that no person wrote or imported. */
export const CaptionWriting = z.object({
  actorId: z.string().min(1),
  with: z.enum(VISION_SERVERS),
  guide: z.enum(CAPTION_GUIDES),
  only: z.enum(['missing', 'sparing']),
  filenames: Names,
})
export type CaptionWriting = z.infer<typeof CaptionWriting>

const CaptionsWritten = z.object({
  written: z.number().int(),
  /** Images that the model declined, or for which its answer was unusable. */
  failed: z.array(z.object({ filename: z.string(), why: z.string() })),
  costUsd: z.number(),
})

const TagView = z.object({ tag: z.string(), count: z.number().int() })

export const CaptionEditView = z.object({
  filename: z.string(),
  before: z.string(),
  after: z.string(),
  /** Author: see `CaptionView`. */
  by: z.string(),
})
export type CaptionEditView = z.infer<typeof CaptionEditView>

export const CaptionsChanged = z.object({
  captions: z.number().int(),
  /** Number of captions with the same text as another. */
  alike: z.number().int(),
  /** The first few edits. */
  edits: z.array(CaptionEditView),
})
export type CaptionsChanged = z.infer<typeof CaptionsChanged>

export const CaptionFindingView = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  why: z.string(),
  filenames: z.array(z.string()),
  fix: CaptionChangeView.nullable(),
})
export type CaptionFindingView = z.infer<typeof CaptionFindingView>

export const CaptionsView = z.object({ captions: z.array(CaptionView), findings: z.array(CaptionFindingView) })
export type CaptionsView = z.infer<typeof CaptionsView>

export const captions = {
  /** Returns an actor's captions, or some of them, and their problems. Measures new images first. */
  list: base.input(z.object({ actorId: z.string().min(1), filenames: Names })).output(CaptionsView),
  /** Changes captions as one undoable edit; returns the changes, or a preview of them. */
  change: base.input(CaptionRequest).output(CaptionsChanged),
  /** Returns the tags of all captions of the library that are tag lists, most frequent first. */
  tags: base.output(z.array(TagView)),
  /** Returns a quote for captions by a vision model; sends nothing. */
  offer: base.input(CaptionWriting).output(VisionQuoteView),
  /** Submits the captions as a batch: half the price, answered within a day. Returns the number of images. */
  handIn: base.input(CaptionWriting).output(z.object({ images: z.number().int() })),
  /** Writes captions by a vision model, as one undoable edit and as a task that can be cancelled; returns when they are written. */
  write: base.input(CaptionWriting).output(CaptionsWritten),
}
