import { settle } from '../domain/image.ts'
import { indexKey } from '../domain/naming.ts'
import { type ContentColumns, IMAGE_FIELDS, issueBits, type Source } from './image-fields.ts'
import type { ImageRow } from './images.ts'

type Fields = typeof IMAGE_FIELDS
type Stored = string | number | null

/** What the gallery, a search or the page of all actors shows of one image: the fields of `IMAGE_FIELDS`, and what lies beside its row. */
export type ImageSummary = { readonly [Key in keyof Fields]: ReturnType<Fields[Key]['read']> } & {
  readonly revision: number
  /** As it was read last; null: it has none. */
  readonly caption: string | null
  readonly prompt: string | null
}

/** A row of `cards` as SQLite gives it to `toSummary`. */
export type ImageColumns = Readonly<Record<string, Stored>> & {
  readonly revision: number
  readonly caption: string | null
  readonly prompt_text: string | null
}

const ENTRIES = Object.entries(IMAGE_FIELDS)

/** What is selected for `toSummary`. */
export const CARD_FIELDS = [
  ...ENTRIES.map(([, { column }]) => `cards.${column}`),
  'revision',
  '(SELECT text FROM captions WHERE captions.image_id = cards.image_id) AS caption',
  '(SELECT text FROM prompts WHERE prompts.id = cards.prompt) AS prompt_text',
].join(', ')

/** What a manifest's entry is told of an image. */
export type DescribedImage = Pick<
  ImageSummary,
  'filename' | 'decidedBy' | 'style' | 'evaluator' | 'sha256' | 'bytes' | 'width' | 'height' | 'issues'
>

/** A row of `DESCRIBED_FIELDS`. */
export type DescribedColumns = Omit<DescribedImage, 'issues'> & { readonly issues: string | null }

/** A third of what `CARD_FIELDS` takes. */
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
  // Every key of the table was set.
  return summary as ImageSummary
}

/** The columns that an image's row gives, by name; `prompt` is its text still. */
export function summaryOfImage(row: ImageRow, content: ContentColumns | undefined) {
  const { entry } = row
  const image = settle({ filename: row.filename, bytes: row.bytes, sha256: row.sha256 }, entry, row.assessment)
  const { assessment } = image
  const issues = assessment?.issues ?? []
  const source: Source = { row, image, entry, assessment, issues, content }
  return {
    ...Object.fromEntries(ENTRIES.map(([, { column, write }]) => [column, write(source)])),
    // For filters and the order alone: no summary shows them.
    sort_key: indexKey(row.filename),
    issue_bits: issueBits(issues.map((issue) => issue.key)),
    duplicate_of: issues.find((issue) => issue.duplicateOf !== undefined)?.duplicateOf ?? null,
    prompt: entry.prompt ?? null,
  }
}
