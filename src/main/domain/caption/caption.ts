/** Where a caption was found, the first that holds one outranking the rest. An edit is written where the caption was, or to `.txt`. */
const CAPTION_PLACES = ['txt', 'caption', 'json', 'manifest', 'metadata', 'embedded'] as const
type CaptionPlace = (typeof CAPTION_PLACES)[number]

/**
 * Who wrote it: a person; `import`: it was there before; `prompt`: from the prompt of a generated image; `template`: from what is known
 * of the image; anything else is the name of a model. What a person wrote no later pass replaces.
 */
type CaptionBy = string

export interface Caption {
  /** One or more lines, without the marks around it; never empty. */
  readonly text: string
  readonly place: CaptionPlace
  readonly by: CaptionBy
  /** What its file has that trainers stumble over. */
  readonly faults: readonly CaptionFault[]
  /** The image changed since the caption was written. */
  readonly stale: boolean
}

const CAPTION_FAULTS = ['bom', 'not_utf8', 'control', 'lines', 'empty'] as const
/** In the bytes of a caption file. */
export type CaptionFault = (typeof CAPTION_FAULTS)[number]

/** As every trainer reads it: one line, no control characters, single spaces. */
export const oneLine = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029\uFEFF]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()

/** What stands for a person in `caption_by`. */
export const BY_HUMAN = 'human'

/** Whether a model or a template may write in its place: never where a person wrote it or brought it along. */
export const mayReplace = ({ by }: Pick<Caption, 'by'>): boolean => by !== BY_HUMAN && by !== 'import'
