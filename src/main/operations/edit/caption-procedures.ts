import type { CaptionWriting } from '../../contract/captions.ts'
import { alike } from '../../domain/caption/alike.ts'
import { EvencastError } from '../../domain/error.ts'
import type { LibraryContext } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import type { Tasks } from '../context/tasks.ts'
import { captionEditView } from '../captions/caption-views.ts'
import { libraryTags } from '../captions/library-tags.ts'
import type { WritingRequest } from '../captions/due-captions.ts'
import { visionQuoteView } from '../vision/vision-views.ts'
import type { VisionContext } from '../vision/vision-context.ts'
import type { CaptionBatchCommands } from './caption-batches.ts'
import type { CaptionCommands } from './caption-commands.ts'

interface Needs {
  readonly captions: CaptionCommands
  readonly tasks: Tasks
  readonly captionBatches: CaptionBatchCommands
  readonly followBatches: () => void
  /** Returns true while the library is being closed. */
  readonly leaving: () => boolean
  readonly context: LibraryContext & Pick<VisionContext, 'settings'>
}

/** Most edits in a preview, because 20,000 would block a window for a moment. */
const MOST_EDITS = 200

const requestOf = ({ filenames, with: server, guide, only }: CaptionWriting): WritingRequest => ({
  with: server,
  guide,
  only,
  filenames: filenames && new Set(filenames),
})

export const captionProcedures: Procedures<'captions', Needs> = {
  list: ({ captions }, { actorId, filenames }) => captions.view(actorId, filenames && new Set(filenames)),
  async change({ captions }, { actorId, filenames, ...request }) {
    const wanted = { ...request, filenames: filenames && new Set(filenames), sparesRejected: true }
    const edits = await captions.change([actorId], wanted)
    const texts = edits.flatMap(({ after: text }) => (text === '' ? [] : [{ text }]))
    return {
      captions: edits.length,
      alike: alike(texts).length,
      edits: edits.slice(0, MOST_EDITS).map(captionEditView),
    }
  },
  tags: ({ context }) => libraryTags(context),
  offer: async ({ captions, context }, writing) =>
    visionQuoteView(await captions.offer([writing.actorId], requestOf(writing)), context.settings().maxCostUsd),
  async handIn({ captionBatches, tasks, followBatches, leaving }, writing) {
    const { finished } = tasks.start('captions', 'Submitting', async ({ signal }) => {
      try {
        return await captionBatches.handIn([writing.actorId], requestOf(writing), { signal })
      } catch (error) {
        // A user who cancelled does not want the batch. After the library is closed, its submission continues at the next start.
        if (signal.aborted && !leaving()) await captionBatches.cancelSending()
        throw error
      }
    })
    const handedIn = await finished
    followBatches()
    return { images: handedIn?.images ?? 0 }
  },
  async write({ captions, tasks }, writing) {
    const { finished } = tasks.start('captions', 'Writing captions', async ({ signal, progress }) => {
      const onProgress = ({ phase, done, total }: { phase: string; done: number; total: number }) =>
        progress(phase, done, total)
      try {
        return await captions.write([writing.actorId], requestOf(writing), { signal, onProgress })
      } catch (error) {
        if (signal.aborted) throw new EvencastError('CANCELLED', 'Stopped. What was written by then is kept.')
        throw error
      }
    })
    const { edits, failed, costUsd } = await finished
    return {
      written: edits.length,
      failed: failed.map(({ filename, why }) => ({ filename, why })),
      costUsd,
    }
  },
}
