import { join } from 'node:path'
import { type Crop, cropOf } from '../../domain/crop.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import type { Opinion } from '../../domain/opinion.ts'
import { imageKey } from '../../evaluation/batch-state.ts'
import type { ImageToJudge } from '../../evaluation/images-to-judge.ts'
import { type KnownImage, knownImages, measuresOf } from '../index/known-images.ts'
import { folderOf } from '../context/library-context.ts'
import { shownKey } from './shown-key.ts'
import type { VisionContext } from './vision-context.ts'

/** An image with its crop, either in its manifest entry or as the catalog stores it. */
type Shown = Pick<KnownImage, 'sha256'> & ({ readonly entry: ManifestImage } | { readonly crop: Crop | null })
type OpinionOf = (image: Shown) => Opinion | null

const cropIn = (image: Shown): Crop | null => ('entry' in image ? cropOf(image.entry) : image.crop)

/**
 * Returns a lookup of earlier opinions of the current vision model about an actor's images; null when no model is set. The opinion of a
 * whole image also holds for one that was cropped since, so it is not paid for again.
 */
export function storedOpinions({ catalog, vision }: VisionContext, actorId: string): OpinionOf | null {
  const id = vision()?.id
  if (id === undefined) return null
  const base = catalog.actors.get(actorId)?.baseSha256 ?? null
  return (image) => {
    if (image.sha256 === null) return null
    const key = shownKey(image.sha256, cropIn(image))
    return (
      catalog.opinions.get(key, id, base) ??
      (key === image.sha256 ? null : catalog.opinions.get(image.sha256, id, base))
    )
  }
}

export interface DueImages {
  /** New to the model, or left undecided by it. */
  readonly due: readonly ImageToJudge[]
  /** Number of images that are not measured yet; until then it is unknown whether they are due. */
  readonly unread: number
  /** Number of images with an earlier opinion, which cost nothing. */
  readonly known: number
  /** Number of images that an open batch holds. */
  readonly waiting: number
}

/**
 * Returns the actor's images that the current vision model should assess. Images that pixels already reject or that a person has classified
 * are left out, because assessing them would be a waste of money.
 */
export function dueImages(context: VisionContext, actorId: string): DueImages {
  const earlierOf = storedOpinions(context, actorId)
  if (earlierOf === null) return { due: [], unread: 0, known: 0, waiting: 0 }
  const { imagesDir } = folderOf(context, actorId)
  const due: ImageToJudge[] = []
  const onTheirWay = context.batchStates.underWay()
  let [unread, known, waiting] = [0, 0, 0]
  for (const image of knownImages(context, actorId)) {
    if (image.decidedBy === 'human') continue
    const measures = measuresOf(image)
    const earlier = earlierOf(image)
    if (earlier !== null && !earlier.open) known++
    else if (image.measured === null || image.sha256 === null) unread++
    else if (onTheirWay.has(imageKey(actorId, { sha256: shownKey(image.sha256, cropOf(image.entry)) }))) waiting++
    else if (measures !== null && image.verdict !== 'reject') {
      const { filename, entry } = image
      const crop = cropOf(entry)
      const sha256 = shownKey(image.sha256, crop)
      const generated = entry.source === 'generated'
      due.push({ filename, file: join(imagesDir, filename), crop, sha256, measures, generated, earlier })
    }
  }
  return { due, unread, known, waiting }
}
