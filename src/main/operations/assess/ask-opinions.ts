import type { Opinion } from '../../domain/opinion.ts'
import { dueImages } from '../vision/due-images.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { baseFileOf } from '../context/library-context.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * Asks the current vision model about images that are due, within a request that the user agreed to. Stores each answer as it arrives.
 * Returns whether any image was due.
 */
export async function askOpinions(
  context: AssessContext,
  actorId: string,
  visionRequest: VisionRequest,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { catalog } = context
  const model = context.vision()
  if (model === null) return false
  const { due } = dueImages(context, actorId)
  if (due.length === 0) return false

  const base = catalog.actors.get(actorId)?.baseSha256 ?? null
  const hashOf = new Map(due.map(({ filename, sha256 }) => [filename, sha256]))
  const store = (told: ReadonlyMap<string, Opinion>) =>
    catalog.transaction(() => {
      for (const [filename, opinion] of told) {
        const sha256 = hashOf.get(filename)
        if (sha256 !== undefined) catalog.opinions.put(sha256, model.id, base, opinion)
      }
    })
  const opinions = await model.opinions(
    { actorId, base: baseFileOf(context, actorId), images: due },
    {
      signal,
      onOpinions: store,
      reserve: visionRequest.reserve,
      onUsage: (usage) => visionRequest.note(actorId, usage),
    },
  )
  store(opinions)
  return true
}
