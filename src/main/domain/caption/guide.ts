import type { Style } from '../style.ts'
import type { BaseModel } from '../training/trainer.ts'
import { type CaptionForm, STYLE_PHRASES } from './template.ts'

interface Guide {
  readonly form: CaptionForm
  /** Base models that this guide applies to. */
  readonly models: readonly [BaseModel, ...BaseModel[]]
  /** Instruction for a vision model on how captions for these base models are written. */
  readonly how: string
}

const DANBOORU =
  'Write 15 to 25 Danbooru tags between commas, in lower case, with spaces and no underscores. Leave out scores, ratings and quality.'

/** Guides for base models whose training captions differ: exports.md §3.1 has the sources. */
export const GUIDES = {
  flux: {
    form: 'prose',
    models: ['flux'],
    how: 'Write one or two plain English sentences of 25 to 60 words.',
  },
  qwen: {
    form: 'prose',
    models: ['qwen-image', 'z-image'],
    how: 'Write two or three plain English sentences of 40 to 90 words: the whole picture first, then its parts and where they are.',
  },
  wan: {
    form: 'prose',
    models: ['wan'],
    how: 'Write one to three plain English sentences of 40 to 80 words: who does what, then the place and the light, then how the camera sees it.',
  },
  sdxl: {
    form: 'tags',
    models: ['sdxl', 'sd15'],
    how: 'Write 10 to 20 short English tags between commas, the most important first.',
  },
  pony: { form: 'tags', models: ['sdxl'], how: DANBOORU },
  illustrious: { form: 'tags', models: ['sdxl'], how: DANBOORU },
} as const satisfies Readonly<Record<string, Guide>>

export type CaptionGuide = keyof typeof GUIDES
export const CAPTION_GUIDES = [
  'flux',
  'qwen',
  'wan',
  'sdxl',
  'pony',
  'illustrious',
] as const satisfies readonly CaptionGuide[]

/** Instructions for a vision model that captions one image. */
export interface CaptionInstructions {
  readonly form: CaptionForm
  readonly system: string
  readonly user: string
}

/**
 * Captions name what varies and leave out the identity: training attributes what a caption names to those words, and the rest binds to the
 * trigger word. The answer has `[trigger]` in its place, so another trigger word needs no new answer.
 */
export function captionInstructions(
  guide: CaptionGuide,
  { classWord, style }: { readonly classWord: string; readonly style: Style | null },
): CaptionInstructions {
  const { form, how } = GUIDES[guide]
  const named =
    form === 'tags'
      ? `The first two tags are “[trigger]” and “${classWord}”, for the character.`
      : `Call the character “[trigger] ${classWord}” once, with the brackets, and “the ${classWord}” after that.`
  return {
    form,
    system: [
      'You caption images that an image model is trained with to learn one character.',
      how,
      'Name what varies from image to image: the medium or art style, framing and camera angle, pose and action, gaze and expression, light, place and background, clothes and things.',
      'Leave out what stays the same, since what a caption names is not learnt: face, eyes, skin, age, ethnicity, body, hair, permanent marks. Guess no name.',
      named,
      'Do not begin with “The image shows”, judge nothing and ask nothing. Answer with the caption alone, on one line.',
    ].join('\n'),
    user:
      style === null
        ? 'Caption this image. Name its medium.'
        : `Caption this image. It is ${form === 'prose' ? '' : 'a '}${STYLE_PHRASES[form][style]}: name this medium.`,
  }
}
