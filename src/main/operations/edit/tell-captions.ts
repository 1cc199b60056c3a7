import type { CaptionEdit } from '../captions/change-captions.ts'
import type { CaptionContext } from '../captions/caption-context.ts'
import { rememberCaptions } from '../captions/remember-captions.ts'
import type { Announcer } from '../context/announcer.ts'

/** Filters find at once what an edit wrote. */
export async function tellCaptions(
  context: CaptionContext,
  announcer: Announcer,
  edits: readonly CaptionEdit[],
): Promise<void> {
  for (const [actorId, own] of Map.groupBy(edits, (edit) => edit.actorId)) {
    const found = own.map(({ captioned: { image }, after }) => ({
      image,
      caption: after === '' ? null : { text: after, place: 'txt' as const },
    }))
    await rememberCaptions(context, actorId, found, { embedded: false })
    announcer.actors([actorId])
  }
}
