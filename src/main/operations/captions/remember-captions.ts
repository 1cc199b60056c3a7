import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Caption } from '../../domain/caption/caption.ts'
import type { CaptionText } from '../../catalog/captions.ts'
import type { IndexChange } from '../index/index-actor.ts'
import { type KnownImage, knownImages } from '../index/known-images.ts'
import type { CaptionContext } from './caption-context.ts'
import { captionsOf } from './captions-of.ts'

/** Written at a time: some two milliseconds. */
const SLICE = 50

interface ReadCaption {
  readonly image: Pick<KnownImage, 'id'>
  readonly caption: Pick<Caption, 'text' | 'place'> | null
}

/**
 * Makes captions that were just read findable by filters. `embedded`: whether images were opened; where they were not, what was found in
 * them before stays. Answers whether any is another than before.
 */
export async function rememberCaptions(
  { catalog }: Pick<CaptionContext, 'catalog'>,
  actorId: string,
  found: readonly ReadCaption[],
  { embedded }: { readonly embedded: boolean },
): Promise<boolean> {
  const before = new Map(catalog.captions.ofActor(actorId).map((each) => [each.imageId, each]))
  const changed: (() => void)[] = []
  for (const { image, caption } of found) {
    const known = before.get(image.id)
    if (caption === null) {
      if (known && (embedded || !known.embedded)) changed.push(() => catalog.captions.remove(image.id))
      continue
    }
    const now: CaptionText = { imageId: image.id, text: caption.text, embedded: caption.place === 'embedded' }
    if (known?.text !== now.text || known.embedded !== now.embedded) changed.push(() => catalog.captions.put(now))
  }
  for (let start = 0; start < changed.length; start += SLICE) {
    catalog.transaction(() => changed.slice(start, start + SLICE).forEach((write) => write()))
    await nextTurn()
  }
  return changed.length > 0
}

/** Reads an actor's captions after a look at its folder, where there may be any; images are not opened for theirs. */
export async function indexCaptions(
  context: Pick<CaptionContext, 'folders' | 'catalog' | 'evaluator'>,
  actorId: string,
  { captions, labels, sidecars }: IndexChange,
): Promise<boolean> {
  const mayHaveGone = labels && context.catalog.captions.ofActor(actorId).length > 0
  if (!captions && !sidecars && !mayHaveGone) return false
  const found = await captionsOf(context, actorId, knownImages(context, actorId), { embedded: false })
  return rememberCaptions(context, actorId, found, { embedded: false })
}
