import {
  type CaptionForm,
  captionOfPrompt,
  DEFAULT_TEMPLATES,
  fillTemplate,
  shotValues,
  stylePhrase,
  type TemplateValues,
  variantPhrase,
} from '../../domain/caption/template.ts'
import { promptWithoutIdentity } from '../../domain/caption/prompt-text.ts'
import { isUnreadable } from '../../domain/measures.ts'
import { type Variant, VARIANTS } from '../../domain/prompt.ts'
import type { Style } from '../../domain/style.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { NO_SHOT, type Shot } from '../../domain/shot.ts'
import { type FoundCaption, readCaptions } from '../../library/captions/read.ts'
import { folderOf } from '../context/library-context.ts'
import type { CaptionContext } from './caption-context.ts'
import { type ListedImage, listedImages } from '../index/known-images.ts'
import { storedOpinions } from '../vision/due-images.ts'
import type { ActorWords } from './words-of-actor.ts'

export interface CaptionedImage extends FoundCaption {
  readonly image: ListedImage
}

/** The parts of the opened library that reading captions needs. */
export type CaptionReading = Pick<CaptionContext, 'folders' | 'catalog' | 'captionFiles'>

/** Returns the actor's images as last indexed, in order of their index, with their captions as they are on disk now. */
export async function captionsOf(
  context: CaptionReading,
  actorId: string,
  chosen?: readonly ListedImage[],
  how: { readonly embedded?: boolean } = {},
): Promise<readonly CaptionedImage[]> {
  const images = chosen ?? (await listedImages(context, actorId))
  const found = await readCaptions(folderOf(context, actorId).imagesDir, images, context.captionFiles, how)
  return images.map((image) => ({
    image,
    ...(found.get(image.filename) ?? { caption: null, file: null, bytes: null, faults: [] }),
  }))
}

/** Returns true for an image derived from another one. It keeps the pose, view and place of that image, whatever its prompt asked for. */
const isDerived = ({ entry }: ListedImage): boolean => entry.derived_from !== undefined

/** Returns a lookup of how an image was shot, according to the vision model or else its prompt. */
export function shotsOf(context: CaptionContext, actorId: string): (image: ListedImage) => Shot {
  const opinionOf = storedOpinions(context, actorId)
  return (image) => {
    const opinion = opinionOf?.(image) ?? null
    if (opinion && saysSomething(opinion)) return opinion.shot
    if (isDerived(image)) return NO_SHOT
    return context.prompts.find(image.entry.prompt_id ?? '')?.shot ?? NO_SHOT
  }
}

type CaptionWords = Omit<ActorWords, 'subject'> & Partial<ActorWords> & { readonly form: CaptionForm }

/**
 * Returns a caption from the library prompt that an image was generated with, without its words about the identity; null for other images.
 */
export function captionFromPrompt(context: CaptionContext, image: ListedImage, words: CaptionWords): string | null {
  const prompt = image.entry.prompt_id === undefined ? undefined : context.prompts.find(image.entry.prompt_id)
  return prompt && !isDerived(image) ? captionOfPrompt(prompt, words) : null
}

export interface KnownCaption {
  readonly text: string
  readonly by: 'prompt' | 'template'
}

/** Returns a caption without any model: from the image's prompt, or else from the template of its form. */
export function captionFromKnown(
  context: CaptionContext,
  image: ListedImage,
  shot: Shot,
  words: CaptionWords,
): KnownCaption {
  const fromPrompt = captionFromPrompt(context, image, words)
  if (fromPrompt !== null) return { text: fromPrompt, by: 'prompt' }
  const values = knownValues(context, image, shot, words)
  const asked = isDerived(image) ? '' : promptWithoutIdentity(image.entry.prompt ?? '', words.subject ?? '')
  if (asked === '') return { text: fillTemplate(DEFAULT_TEMPLATES[words.form], values), by: 'template' }
  const text = words.form === 'prose' ? '{style} of {trigger} {class}' : '{trigger}, {class}, {style}'
  return { text: `${fillTemplate(text, values)}, ${asked}`, by: 'prompt' }
}

const isOfStyle = (variant: Variant, style: Style): boolean => VARIANTS[style].some((each) => each === variant)

/** Returns the variables of a template: the actor, the medium, and how the image was shot as far as it is known. */
export function knownValues(
  { catalog, evaluator, prompts }: CaptionContext,
  image: ListedImage,
  shot: Shot,
  { trigger, classWord, form }: CaptionWords,
): TemplateValues {
  const style = image.lane === 'unsorted' ? null : image.style
  const measured = image.sha256 === null ? null : catalog.measures.get(image.sha256, evaluator.id)
  const monochrome = measured !== null && !isUnreadable(measured) && measured.monochrome
  const variant = isDerived(image) ? prompts.find(image.entry.prompt_id ?? '')?.variant : undefined
  const rendered =
    style !== null && variant !== undefined && isOfStyle(variant, style) ? variantPhrase(variant, form) : null
  return {
    ...shotValues(shot),
    trigger,
    class: classWord,
    style: rendered ?? stylePhrase(style ?? 'unsorted', form, monochrome),
  }
}
