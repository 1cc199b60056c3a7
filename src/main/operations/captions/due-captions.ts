import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { mayReplace } from '../../domain/caption/caption.ts'
import { changed } from '../../domain/caption/change.ts'
import { type CaptionGuide, type CaptionInstructions, captionInstructions, GUIDES } from '../../domain/caption/guide.ts'
import { withTrigger } from '../../domain/caption/trigger.ts'
import { cropOf } from '../../domain/crop.ts'
import type { Picture } from '../../evaluation/draw-picture.ts'
import { isUnreadable } from '../../domain/measures.ts'
import type { WrittenKey } from '../../catalog/written-captions.ts'
import type { VisionServer } from '../../contract/settings.ts'
import { listedImages } from '../index/known-images.ts'
import { folderOf } from '../context/library-context.ts'
import type { CaptionContext } from './caption-context.ts'
import { captionsUnderWay, writtenKeyText } from './batched-captions.ts'
import { type CaptionedImage, captionFromPrompt, captionsOf } from './captions-of.ts'
import { wordsOfActor } from './words-of-actor.ts'

/** The captions that a vision model is to write, and their style. */
export interface WritingRequest {
  readonly with: VisionServer
  /** Id of the writer that the captions are recorded under; by default the model that the settings name there. */
  readonly writer?: string | undefined
  readonly guide: CaptionGuide
  readonly trigger?: string | undefined
  /** File names of the images to caption; null: all of the actors. */
  readonly filenames: ReadonlySet<string> | null
  /** `sparing`: also replaces captions that no person wrote or imported. */
  readonly only: 'missing' | 'sparing'
}

/** A caption to be written. */
export interface DueCaption {
  readonly actorId: string
  readonly captioned: CaptionedImage
  /** The image as it is trained on, with its crop. */
  readonly picture: Picture
  readonly trigger: string
  readonly instructions: CaptionInstructions
  readonly key: WrittenKey
  /** The caption from the image's prompt, for which no model is called. */
  readonly fromPrompt: string | null
  /** The model's earlier answer; empty when it declined, null when it was not asked. */
  readonly answered: string | null
  /** True while an open batch holds it. */
  readonly isUnderWay: boolean
}

/** Returns the images of these actors to caption, without rejected and unreadable ones. Calls no model. */
export async function dueCaptions(
  context: CaptionContext,
  actorIds: readonly string[],
  request: WritingRequest,
): Promise<readonly DueCaption[]> {
  const writer = request.writer ?? context.visionAt(request.with).captions.id
  const underWay = captionsUnderWay(context.catalog)
  const due: DueCaption[] = []
  for (const actorId of actorIds) {
    const words = wordsOfActor(context, actorId, request)
    const { imagesDir } = folderOf(context, actorId)
    const images = await listedImages(context, actorId, request.filenames)
    for (const captioned of await captionsOf(context, actorId, images)) {
      const { image, caption } = captioned
      if (caption && (request.only === 'missing' || !mayReplace(caption))) continue
      if (image.lane === 'rejected' || image.sha256 === null) continue
      const measured = context.catalog.measures.get(image.sha256, context.evaluator.id)
      if (measured === null || isUnreadable(measured)) continue
      const style = image.lane === 'unsorted' ? null : image.style
      const instructions = captionInstructions(request.guide, { ...words, style })
      const crop = cropOf(image.entry)
      const hash = createHash('sha256')
        .update(JSON.stringify([instructions, crop]))
        .digest('hex')
      const key = { sha256: image.sha256, writer, instructions: hash }
      due.push({
        actorId,
        captioned,
        picture: { file: join(imagesDir, image.filename), crop },
        trigger: words.trigger,
        instructions,
        key,
        fromPrompt: captionFromPrompt(context, image, { ...words, form: GUIDES[request.guide].form }),
        answered: context.catalog.writtenCaptions.get(key),
        isUnderWay: underWay.has(writtenKeyText(key)),
      })
    }
  }
  return due
}

/** Returns the caption of an image; null while it is unknown, or when the model declined. */
export function writtenCaption(
  { fromPrompt, answered, trigger }: Pick<DueCaption, 'fromPrompt' | 'answered' | 'trigger'>,
  blacklist: readonly string[],
): string | null {
  if (fromPrompt !== null) return fromPrompt
  if (answered === null || answered === '') return null
  return changed(withTrigger(answered, trigger), { kind: 'removeTags', tags: blacklist }, {})
}
