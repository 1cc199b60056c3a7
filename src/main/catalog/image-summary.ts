import { settle } from '../domain/image.ts'
import { indexKey } from '../domain/naming.ts'
import { type ContentColumns, IMAGE_FIELDS, issueBits, type Source } from './image-fields.ts'
import type { ImageRow } from './images.ts'

type Fields = typeof IMAGE_FIELDS
type Stored = string | number | null

/** Summary of one image for the gallery, a search or the page of all actors: the fields of `IMAGE_FIELDS`, and data beside its row. */
export type ImageSummary = { readonly [Key in keyof Fields]: ReturnType<Fields[Key]['read']> } & {
  readonly revision: number
  /** Caption as it was last read; null when there is none. */
  readonly caption: string | null
  readonly prompt: string | null
}

/** A row of `cards` as SQLite returns it for `toSummary`. */
export type ImageColumns = Readonly<Record<string, Stored>> & {
  readonly revision: number
  readonly caption: string | null
  readonly prompt_text: string | null
}

const ENTRIES = Object.entries(IMAGE_FIELDS)

/** Columns selected for `toSummary`. */
export const CARD_FIELDS = [
  ...ENTRIES.map(([, { column }]) => `cards.${column}`),
  'revision',
  '(SELECT text FROM captions WHERE captions.image_id = cards.image_id) AS caption',
  '(SELECT text FROM prompts WHERE prompts.id = cards.prompt) AS prompt_text',
].join(', ')

/** The fields of an image that its manifest entry contains. */
export type DescribedImage = Pick<
  ImageSummary,
  'filename' | 'decidedBy' | 'style' | 'evaluator' | 'sha256' | 'bytes' | 'width' | 'height' | 'issues'
>

/** A row of `DESCRIBED_FIELDS`. */
export type DescribedColumns = Omit<DescribedImage, 'issues'> & { readonly issues: string | null }

/** Columns for `toDescribed`, which take a third of the time of `CARD_FIELDS`. */
export const DESCRIBED_FIELDS =
  'filename, decided_by AS decidedBy, style, evaluator, sha256, bytes, width, height, issues'

export const toDescribed = ({ issues, ...row }: DescribedColumns): DescribedImage => ({
  ...row,
  issues: IMAGE_FIELDS.issues.read(issues),
})

export function toSummary(columns: ImageColumns): ImageSummary {
  const { revision, caption, prompt_text: prompt } = columns
  const summary: Record<string, unknown> = { revision, caption, prompt }
  for (const [key, { column, read }] of ENTRIES) summary[key] = read(columns[column] ?? null)
  // The loop has set every key of the table.
  return summary as ImageSummary
}

/** Returns the column values of an image's row, by name; `prompt` is still its text. */
export function summaryOfImage(row: ImageRow, content: ContentColumns | undefined) {
  const { entry } = row
  const image = settle({ filename: row.filename, bytes: row.bytes, sha256: row.sha256 }, entry, row.assessment)
  const { assessment } = image
  const issues = assessment?.issues ?? []
  const source: Source = { row, image, entry, assessment, issues, content }
  return {
    ...Object.fromEntries(ENTRIES.map(([, { column, write }]) => [column, write(source)])),
    // Used only for filters and sorting; no summary shows them.
    sort_key: indexKey(row.filename),
    issue_bits: issueBits(issues.map((issue) => issue.key)),
    duplicate_of: issues.find((issue) => issue.duplicateOf !== undefined)?.duplicateOf ?? null,
    prompt: entry.prompt ?? null,
  }
}
