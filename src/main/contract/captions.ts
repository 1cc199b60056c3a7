import { z } from 'zod'
import { CAPTION_GUIDES } from '../domain/caption/guide.ts'
import { CAPTION_FORMS } from '../domain/caption/template.ts'
import { base } from './base.ts'
import { VISION_SERVERS } from './settings.ts'
import { VisionQuoteView } from './vision.ts'

const Text = z.string().max(20_000)
/** Null: all images of the actor. */
const Names = z.array(z.string()).max(20_000).nullable()

export const CaptionView = z.object({
  imageId: z.string(),
  filename: z.string(),
  thumbUrl: z.string(),
  style: z.string().nullable(),
  /** Empty: there is none. */
  text: z.string(),
  /** "human", "import", "prompt", "template" or a model; null without a caption. */
  by: z.string().nullable(),
  stale: z.boolean(),
  /** CLIP's is exact, the others are estimates; null where the letters make one worthless. */
  tokens: z.object({ clip: z.number(), t5: z.number().nullable(), qwen: z.number().nullable() }).nullable(),
})
export type CaptionView = z.infer<typeof CaptionView>

/** What a window may ask for; `template` with an empty text writes from what is known of an image. */
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
  /** Only tells what would change. */
  dryRun: z.boolean(),
})

/** Captions by a vision model; `sparing`: also in place of what no person wrote or brought along. */
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
  /** Images that the model declined, or of which its answer was no caption. */
  failed: z.array(z.object({ filename: z.string(), why: z.string() })),
  costUsd: z.number(),
})

const TagView = z.object({ tag: z.string(), count: z.number().int() })

export const CaptionEditView = z.object({
  filename: z.string(),
  before: z.string(),
  after: z.string(),
  /** Whom it counts for: see `CaptionView`. */
  by: z.string(),
})
export type CaptionEditView = z.infer<typeof CaptionEditView>

export const CaptionsChanged = z.object({
  captions: z.number().int(),
  /** As many of them say the same as another. */
  alike: z.number().int(),
  /** The first few of them. */
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
  /** An actor's captions, or some of them, and what is wrong with any. Measures what is new first. */
  list: base.input(z.object({ actorId: z.string().min(1), filenames: Names })).output(CaptionsView),
  /** Changes captions as one undoable edit; answers what changed, or would. */
  change: base.input(CaptionRequest).output(CaptionsChanged),
  /** Tags of all captions of the library that are tags, the most frequent first. */
  tags: base.output(z.array(TagView)),
  /** What having a vision model write them takes; nothing is sent. */
  offer: base.input(CaptionWriting).output(VisionQuoteView),
  /** Hands that in as a batch: half the price, answered within a day. Answers how many images. */
  handIn: base.input(CaptionWriting).output(z.object({ images: z.number().int() })),
  /** Has it write them, as one undoable edit and as a task that can be cancelled; answers when they are there. */
  write: base.input(CaptionWriting).output(CaptionsWritten),
}
