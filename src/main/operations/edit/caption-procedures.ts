import type { Procedures } from '../context/procedures.ts'
import { captionEditView } from '../captions/caption-views.ts'
import type { CaptionCommands } from './caption-commands.ts'

export const captionProcedures: Procedures<'captions', { readonly captions: CaptionCommands }> = {
  list: ({ captions }, { actorId }) => captions.view(actorId),
  async change({ captions }, { actorId, filenames, ...request }) {
    const wanted = { ...request, filenames: filenames && new Set(filenames) }
    return (await captions.change([actorId], wanted)).map(captionEditView)
  },
}
