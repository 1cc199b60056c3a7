import type { Prompt, Variant } from '../prompt.ts'
import type { Shot } from '../shot.ts'
import type { Style } from '../style.ts'

/** How captions are written for a base model: sentences (Flux, Qwen, Wan, Z-Image) or tags (SD 1.5, SDXL, Pony, Illustrious). */
export const CAPTION_FORMS = ['prose', 'tags'] as const
export type CaptionForm = (typeof CAPTION_FORMS)[number]

/** Variables of a template. A variable without a value leaves nothing behind. */
export const TEMPLATE_VARIABLES = [
  'trigger',
  'class',
  'style',
  'framing',
  'angle',
  'expression',
  'light',
  'prompt',
  'caption',
  'name',
] as const
type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number]
export type TemplateValues = Readonly<Partial<Record<TemplateVariable, string>>>

export const DEFAULT_TEMPLATES: Readonly<Record<CaptionForm, string>> = {
  prose: '{style} of {trigger} {class}, {framing}, {angle}, {expression}, {light}',
  tags: '{trigger}, {class}, {style}, {framing}, {angle}, {expression}, {light}',
}

/** Phrases for styles: a style that no caption names becomes part of the identity. */
export const STYLE_PHRASES: Readonly<Record<CaptionForm, Readonly<Record<Style | 'unsorted', string>>>> = {
  prose: {
    photorealistic: 'a photo',
    bw_stylized: 'a black and white drawing',
    color_stylized: 'a colour illustration',
    unsorted: 'a picture',
  },
  tags: {
    photorealistic: 'photo',
    bw_stylized: 'black and white drawing',
    color_stylized: 'colour illustration',
    unsorted: '',
  },
}

/** Phrases for angles, framings, expressions and light. */
export const SHOT_WORDS: Readonly<Record<string, string>> = {
  front: 'seen from the front',
  three_quarter: 'in three-quarter view',
  profile: 'in profile',
  back: 'seen from behind',
  low: 'from a low angle',
  high: 'from a high angle',
  close_up: 'close-up of the face',
  bust: 'head and shoulders',
  half_body: 'half body',
  full_body: 'full body',
  distant: 'small in the distance',
  neutral: 'neutral expression',
  smiling: 'smiling',
  serious: 'serious expression',
  sad: 'sad expression',
  angry: 'angry expression',
  surprised: 'surprised expression',
  soft: 'soft light',
  hard: 'hard light',
  backlit: 'backlit',
  dark: 'in dim light',
  artificial: 'artificial light',
}

const COLOURLESS: Readonly<Record<CaptionForm, Readonly<Record<'photorealistic' | 'unsorted', string>>>> = {
  prose: { photorealistic: 'a black and white photo', unsorted: 'a black and white picture' },
  tags: { photorealistic: 'black and white photo', unsorted: 'black and white picture' },
}

/** Returns the phrase for an image's medium. `monochrome` means that it has no colours, which the style of a photograph does not say. */
export const stylePhrase = (style: Style | 'unsorted', form: CaptionForm, monochrome: boolean): string =>
  monochrome && (style === 'photorealistic' || style === 'unsorted')
    ? COLOURLESS[form][style]
    : STYLE_PHRASES[form][style]

/** Phrases for pictures drawn after another image, by rendering; null: the phrase for their style applies. */
const RENDERED: Readonly<Record<Variant, string | null>> = {
  reframe: null,
  pen: 'black and white pen and ink drawing',
  charcoal: 'black and white charcoal drawing',
  halftone: 'black and white halftone print',
  watercolour: 'watercolour illustration',
  gouache: 'gouache painting',
  comic: 'colour comic illustration',
}

export function variantPhrase(variant: Variant, form: CaptionForm): string | null {
  const words = RENDERED[variant]
  return words === null || form === 'tags' ? words : `a ${words}`
}

/** Returns the phrases of a shot, keyed by template variable. */
export function shotValues({ angle, framing, expression, light }: Shot): TemplateValues {
  const words = { angle, framing, expression, light }
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]) => {
      const phrase = value === null ? undefined : SHOT_WORDS[value]
      return phrase === undefined ? [] : [[key, phrase]]
    }),
  )
}

/** Returns variables of a template that do not exist, probably misspelt. */
export const unknownVariables = (template: string): readonly string[] =>
  [...template.matchAll(/\{(\w*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !TEMPLATE_VARIABLES.some((known) => known === name))

/** Fills in the variables of a template. What an empty variable leaves behind (a comma, a double space) is removed. */
export function fillTemplate(template: string, values: TemplateValues): string {
  const known = new Map<string, string>(Object.entries(values))
  return template
    .replaceAll(/\{(\w+)\}/g, (_all, name: string) => known.get(name)?.trim() ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?:\s*,)+(?=\s*,)/g, '')
    .replaceAll(/ +([,.;])/g, '$1')
    .replaceAll(/^[\s,;]+|[\s,;]+$/g, '')
}

/** Builds a caption from the prompt that an image was generated with, without its identity: medium, view, action and place. */
export function captionOfPrompt(
  { title, angle, framing, gaze, light, setting, type }: Prompt,
  { trigger, classWord, form }: { readonly trigger: string; readonly classWord: string; readonly form: CaptionForm },
): string {
  const style = STYLE_PHRASES[form][type]
  const medium = type === 'photorealistic' ? style : `${style}, ${title.toLowerCase()}`
  const plain = (text: string): string =>
    text
      .replaceAll(/\{\w+\}/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  const rest = [`from ${plain(angle)}`, plain(framing), plain(gaze), `lit by ${plain(light)}`, plain(setting)].filter(
    Boolean,
  )
  return form === 'prose'
    ? `${medium} of ${trigger} ${classWord}, ${rest.join(', ')}`
    : [trigger, classWord, medium, ...rest].join(', ')
}
