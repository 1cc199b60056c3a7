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

/** An image, with what a person left of it: of a manifest's entry, or as the catalog has it. */
type Shown = Pick<KnownImage, 'sha256'> & ({ readonly entry: ManifestImage } | { readonly crop: Crop | null })
type OpinionOf = (image: Shown) => Opinion | null

const cropIn = (image: Shown): Crop | null => ('entry' in image ? cropOf(image.entry) : image.crop)

/**
 * What the vision model of the settings said of an actor's images before; null when none is set. What it said of a whole image holds
 * for one that was cut since: it is not paid for again.
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
  /** New to the model, or left open by it. */
  readonly due: readonly ImageToJudge[]
  /** Not measured yet: whether they are due shows then. */
  readonly unread: number
  /** Told of before: they cost nothing. */
  readonly known: number
  /** On their way in a batch. */
  readonly waiting: number
}

/**
 * Which of an actor's images the vision model of the settings has to be asked about. Left out, since it would be money for
 * nothing: what pixels reject already and what a human has placed.
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
