import type { Caption } from '../../domain/caption/caption.ts'
import type { CaptionText } from '../../catalog/captions.ts'
import type { IndexChange } from '../index/index-actor.ts'
import { inSlices, writeInSlices } from '../../kit/slices.ts'
import type { CaptionContext } from './caption-context.ts'
import { type CaptionReading, captionsOf } from './captions-of.ts'

interface ReadCaption {
  readonly image: { readonly id: number }
  readonly caption: Pick<Caption, 'text' | 'place'> | null
}

/**
 * Makes captions that were just read findable by filters. `before`: what was known of the actor's captions when the reading began; what
 * was written meanwhile is newer than what was read. `embedded`: whether images were opened; where they were not, what was found in them
 * before stays. Answers whether any is another than before.
 */
export async function rememberCaptions(
  { catalog: { captions, transaction } }: Pick<CaptionContext, 'catalog'>,
  before: readonly CaptionText[],
  found: readonly ReadCaption[],
  { embedded }: { readonly embedded: boolean },
): Promise<boolean> {
  const byImage = new Map(before.map((each) => [each.imageId, each]))
  const changed: (() => void)[] = []
  await inSlices(found, ({ image, caption }) => {
    const known = byImage.get(image.id)
    const change = (write: () => void) => changed.push(() => captions.textOf(image.id) === known?.text && write())
    if (caption === null) {
      if (known && (embedded || !known.embedded)) change(() => captions.remove(image.id))
      return
    }
    const now: CaptionText = { imageId: image.id, text: caption.text, embedded: caption.place === 'embedded' }
    if (known?.text !== now.text || known.embedded !== now.embedded) change(() => captions.put(now))
  })
  await writeInSlices(transaction, changed)
  return changed.length > 0
}

/** Makes captions findable that were just written; null: there is none any more. */
export const rememberWritten = (
  { catalog }: Pick<CaptionContext, 'catalog'>,
  actorId: string,
  written: readonly { readonly filename: string; readonly text: string | null }[],
): Promise<void> =>
  writeInSlices(
    catalog.transaction,
    written.map(
      ({ filename, text }) =>
        () =>
          catalog.captions.putNamed(actorId, filename, text),
    ),
  )

/** Reads an actor's captions after a look at its folder, where there may be any; images are not opened for theirs. */
export async function indexCaptions(
  context: CaptionReading,
  actorId: string,
  { captions, labels, sidecars }: IndexChange,
): Promise<boolean> {
  if (!captions && !sidecars && !labels) return false
  const before = context.catalog.captions.ofActor(actorId)
  if (!captions && !sidecars && before.length === 0) return false
  const found = await captionsOf(context, actorId, undefined, { embedded: false })
  return rememberCaptions(context, before, found, { embedded: false })
}
