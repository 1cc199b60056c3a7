import type { CaptionEdit } from '../captions/change-captions.ts'
import { adviceOf } from '../assess/advice.ts'
import { rememberCaptions } from '../captions/remember-captions.ts'
import type { Announcer } from '../context/announcer.ts'
import type { EditingContext } from './editing-context.ts'

/** Filters find at once what an edit wrote, and what a set lacks is known by its captions. */
export async function announceCaptions(
  context: EditingContext,
  announcer: Announcer,
  edits: readonly CaptionEdit[],
): Promise<void> {
  for (const [actorId, own] of Map.groupBy(edits, (edit) => edit.actorId)) {
    const found = own.map(({ captioned: { image }, after }) => ({
      image,
      caption: after === '' ? null : { text: after, place: 'txt' as const },
    }))
    await rememberCaptions(context, actorId, found, { embedded: false })
    context.catalog.actors.setAdvice(actorId, adviceOf(context, actorId))
    announcer.actors([actorId])
  }
}
