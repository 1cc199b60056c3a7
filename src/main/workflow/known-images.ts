import type { ImageRow } from '../catalog/images.ts'
import { type ActorImage, settle } from '../domain/image.ts'
import { isUnreadable, type Measured, type Measures } from '../domain/measures.ts'
import type { ManifestImage } from '../domain/manifest.ts'
import { byIndex } from '../domain/naming.ts'
import type { Session } from './session.ts'

/** An image as the catalog knows it, with its id and what was measured of its content. */
export interface KnownImage extends ActorImage {
  readonly id: number
  readonly mtimeNs: string
  readonly measured: Measured | null
}

type Known = Pick<Session, 'catalog' | 'evaluator'>

export function toKnownImage({ catalog, evaluator }: Known, row: ImageRow): KnownImage {
  const measured = row.sha256 === null ? null : catalog.measures.get(row.sha256, evaluator.id)
  return {
    ...settle({ filename: row.filename, bytes: row.bytes, sha256: row.sha256 }, row.entry, row.assessment),
    id: row.id,
    mtimeNs: row.mtimeNs,
    measured,
  }
}

/** The actor's images as they were last indexed, in the order of their index. */
export const knownImages = (known: Known, actorId: string): KnownImage[] =>
  known.catalog.images
    .ofActor(actorId)
    .map((row) => toKnownImage(known, row))
    .sort((a, b) => byIndex(a.filename, b.filename))

export const measuresOf = (image: KnownImage): Measures | null =>
  image.measured === null || isUnreadable(image.measured) ? null : image.measured

/**
 * What is known of an image, as its manifest entry says it. Only what Evencast found out: what a human or another tool wrote is in
 * the manifest and stays as it is.
 */
export function describe(image: KnownImage): ManifestImage {
  const measures = measuresOf(image)
  const { assessment } = image
  return {
    filename: image.filename,
    ...(image.decidedBy === 'evaluator' && assessment
      ? { type: image.style, classified_by: assessment.evaluator }
      : {}),
    ...(image.sha256 === null ? {} : { sha256: image.sha256 }),
    bytes: image.bytes,
    ...(measures ? { width: measures.width, height: measures.height } : {}),
    ...(assessment ? { quality_issues: assessment.issues.map((issue) => issue.key) } : {}),
  }
}
