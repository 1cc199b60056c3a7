import { join } from 'node:path'
import { isThere } from '../../library/presence.ts'
import { askOpinions } from './ask-opinions.ts'
import { judgeActor } from './judge-actor.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { baseFileOf, folderOf } from '../context/library-context.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * Measures what is new or changed in one actor's folder (the base image too), judges the set as a whole, since duplicates are a
 * matter of the set, and stores the result. Content that was measured before, anywhere in the library, is only read for its hash.
 * A vision model is asked only within a look that somebody agreed to. Answers whether it was.
 */
export function assessActor(
  context: AssessContext,
  actorId: string,
  signal?: AbortSignal,
  visionRequest?: VisionRequest,
): Promise<boolean> {
  return context.actorLock(actorId, async () => {
    const { catalog, evaluator } = context
    const folder = folderOf(context, actorId)
    const unread = catalog.images.unmeasured(actorId, evaluator.id)
    await Promise.all([
      measureBase(context, actorId, signal),
      ...unread.map(async (image) => {
        const file = join(folder.imagesDir, image.filename)
        const result = await evaluator.measure(file, signal).catch(async (error: unknown) => {
          // Removed since it was listed: the next look at the folder takes it out.
          if (signal?.aborted || (await isThere(file))) throw error
          return null
        })
        if (result === null) return
        const { sha256, measured } = result
        catalog.transaction(() => {
          catalog.measures.put(sha256, evaluator.id, measured)
          catalog.images.setSha256(image.id, sha256)
        })
      }),
    ])
    signal?.throwIfAborted()
    await judgeActor(context, actorId, signal)
    if (!visionRequest || !(await askOpinions(context, actorId, visionRequest, signal))) return false
    await judgeActor(context, actorId)
    return true
  })
}

async function measureBase(context: AssessContext, actorId: string, signal?: AbortSignal): Promise<void> {
  const { catalog, evaluator } = context
  const row = catalog.actors.get(actorId)
  const baseFile = baseFileOf(context, actorId)
  if (baseFile === null || row === null) return
  if (row.baseSha256 !== null && catalog.measures.get(row.baseSha256, evaluator.id)) return
  const { sha256, measured } = await evaluator.measure(baseFile, signal)
  catalog.transaction(() => {
    catalog.measures.put(sha256, evaluator.id, measured)
    catalog.actors.setBaseSha256(actorId, sha256)
  })
}
