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
 * Stores captions that were just read, so that filters find them. `before`: the stored captions of the actor when reading began; captions
 * written meanwhile are newer and are not replaced. `embedded`: true when images were opened; otherwise captions found in images earlier
 * stay. Returns true when any caption changed.
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

/** Stores captions that were just written, so that filters find them; null removes one. */
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

/**
 * Reads an actor's captions after a scan of its folder, if there may be any. Images are not opened to read embedded ones. Returns true when
 * any changed.
 */
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
