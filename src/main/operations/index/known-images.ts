import type { DescribedImage } from '../../catalog/image-summary.ts'
import type { ImageRow } from '../../catalog/images.ts'
import { type ActorImage, settle } from '../../domain/image.ts'
import { isUnreadable, type Measured, type Measures } from '../../domain/measures.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { byIndex } from '../../domain/naming.ts'
import { inPages } from '../../kit/slices.ts'
import type { IndexContext } from './index-context.ts'

/** An image as the catalog lists it. */
export interface ListedImage extends ActorImage {
  readonly id: number
  readonly mtimeNs: string
}

/** A listed image with the measures of its content. */
export interface KnownImage extends ListedImage {
  readonly measured: Measured | null
}

type Known = Pick<IndexContext, 'catalog' | 'evaluator'>

export function toKnownImage({ catalog, evaluator }: Known, row: ImageRow): KnownImage {
  const measured = row.sha256 === null ? null : catalog.measures.get(row.sha256, evaluator.id)
  return { ...listed(row), measured }
}

const listed = ({ id, mtimeNs, filename, bytes, sha256, entry, assessment }: ImageRow): ListedImage => ({
  ...settle({ filename, bytes, sha256 }, entry, assessment),
  id,
  mtimeNs,
})

const inOrder = (rows: ImageRow[]): ImageRow[] => rows.sort((a, b) => byIndex(a.filename, b.filename))

/** Returns the actor's images as last indexed, ordered by their index. */
export const knownImages = (known: Known, actorId: string): KnownImage[] =>
  inOrder(known.catalog.images.ofActor(actorId)).map((row) => toKnownImage(known, row))

/**
 * Works like `knownImages` but without the measures, which are 20 MB of JSON for 20,000 images. `filenames` limits the result; null returns
 * all images.
 */
export async function listedImages(
  { catalog: { images } }: Pick<Known, 'catalog'>,
  actorId: string,
  filenames: ReadonlySet<string> | null = null,
): Promise<ListedImage[]> {
  if (filenames && filenames.size <= FEW)
    return inOrder([...filenames].flatMap((filename) => images.byName(actorId, filename) ?? [])).map(listed)
  const rows: ImageRow[] = []
  const pageAfter = (last: ImageRow | undefined, limit: number) => images.pageAfter(actorId, last?.id ?? 0, limit)
  for await (const page of inPages(pageAfter))
    rows.push(...(filenames ? page.filter(({ filename }) => filenames.has(filename)) : page))
  return inOrder(rows).map(listed)
}

/** Up to this many images are looked up by name, which is faster than reading all. */
const FEW = 200

/** Returns images that the evaluator has not measured. */
export async function unmeasuredImages({ catalog: { images }, evaluator }: Known, actorId: string) {
  const found: { readonly id: number; readonly filename: string }[] = []
  const pageAfter = (last: { readonly id: number } | undefined, limit: number) =>
    images.measuredByAfter(actorId, evaluator.id, last?.id ?? 0, limit)
  for await (const page of inPages(pageAfter)) found.push(...page.filter(({ measured }) => measured === 0))
  return found
}

export const measuresOf = (image: KnownImage): Measures | null =>
  image.measured === null || isUnreadable(image.measured) ? null : image.measured

/**
 * Returns an image's summary as a manifest entry. It contains only what Evencast found out; what a person or another tool wrote stays in
 * the manifest as it is.
 */
export const describeSummary = (summary: DescribedImage): ManifestImage => ({
  filename: summary.filename,
  ...(summary.decidedBy === 'evaluator' && summary.evaluator !== null
    ? { type: summary.style, classified_by: summary.evaluator }
    : {}),
  ...(summary.sha256 === null ? {} : { sha256: summary.sha256 }),
  bytes: summary.bytes,
  ...(summary.width === null || summary.height === null ? {} : { width: summary.width, height: summary.height }),
  ...(summary.evaluator === null ? {} : { quality_issues: summary.issues.map((issue) => issue.key) }),
})

export function describe(image: KnownImage): ManifestImage {
  const { width = null, height = null } = measuresOf(image) ?? {}
  const { evaluator = null, issues = [] } = image.assessment ?? {}
  return describeSummary({ ...image, width, height, evaluator, issues })
}
