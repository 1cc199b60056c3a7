/**
 * Places where a caption may be found, in order of precedence. An edit is written to the place where the caption was found, or to `.txt`.
 */
const CAPTION_PLACES = ['txt', 'caption', 'json', 'manifest', 'metadata', 'embedded'] as const
type CaptionPlace = (typeof CAPTION_PLACES)[number]

/**
 * Origin of a caption: a person; `import`: it existed before; `prompt`: taken from the prompt of a generated image; `template`: filled in
 * from what is known of the image; anything else is a model's name. A caption by a person is never replaced automatically.
 */
type CaptionBy = string

export interface Caption {
  /** One or more lines without leading and trailing marks; never empty. */
  readonly text: string
  readonly place: CaptionPlace
  readonly by: CaptionBy
  /** Faults of the caption file that cause trouble in trainers. */
  readonly faults: readonly CaptionFault[]
  /** True when the image changed after the caption was written. */
  readonly stale: boolean
}

const CAPTION_FAULTS = ['bom', 'not_utf8', 'control', 'lines', 'empty'] as const
/** A fault in the bytes of a caption file. */
export type CaptionFault = (typeof CAPTION_FAULTS)[number]

/** Returns the text as every trainer reads it: one line, no control characters, single spaces. */
export const oneLine = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029\uFEFF]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()

/** Value of `caption_by` for a person. */
export const BY_HUMAN = 'human'

/** Returns true when a model or a template may replace the caption: never when a person wrote or imported it. */
export const mayReplace = ({ by }: Pick<Caption, 'by'>): boolean => by !== BY_HUMAN && by !== 'import'
