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

/** Which captions a vision model is to write, and how. */
export interface WritingRequest {
  readonly with: VisionServer
  /** Whose captions they count as; without it, the model's that the settings name there. */
  readonly writer?: string | undefined
  readonly guide: CaptionGuide
  readonly trigger?: string | undefined
  /** Only these images, by file name; null: all of the actors. */
  readonly filenames: ReadonlySet<string> | null
  /** `sparing`: also in place of captions that no person wrote or brought along. */
  readonly only: 'missing' | 'sparing'
}

/** A caption that is to be written. */
export interface DueCaption {
  readonly actorId: string
  readonly captioned: CaptionedImage
  /** As it is trained on: cut as a person cut it. */
  readonly picture: Picture
  readonly trigger: string
  readonly instructions: CaptionInstructions
  readonly key: WrittenKey
  /** From the prompt that the image was made with: no model is asked. */
  readonly fromPrompt: string | null
  /** What the model answered before; empty: it declined. Null: it was not asked. */
  readonly answered: string | null
  /** On its way in a batch. */
  readonly isUnderWay: boolean
}

/** The images of these actors that get a caption, but for those that were rejected or cannot be read. Nothing is asked. */
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

/** The caption of an image once it is known; null while it is not, or where the model declined. */
export function writtenCaption(
  { fromPrompt, answered, trigger }: Pick<DueCaption, 'fromPrompt' | 'answered' | 'trigger'>,
  blacklist: readonly string[],
): string | null {
  if (fromPrompt !== null) return fromPrompt
  if (answered === null || answered === '') return null
  return changed(withTrigger(answered, trigger), { kind: 'removeTags', tags: blacklist }, {})
}
