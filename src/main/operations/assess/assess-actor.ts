import { join } from 'node:path'
import type { SeenImage } from '../../domain/shot.ts'
import { askOpinions } from './ask-opinions.ts'
import { judgeActor } from './judge-actor.ts'
import { unmeasuredImages } from '../index/known-images.ts'
import { measureFiles, type UnmeasuredFile } from './measure-files.ts'
import { seeImages } from './see-images.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { baseFileOf, folderOf } from '../context/library-context.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * Measures new and changed files of one actor (the base image too), judges the set as a whole, because duplicates depend on the other
 * images, and stores the result. Content that was already measured anywhere in the library is only hashed. Calls a vision model only within
 * a request that the user agreed to. Returns whether it was called, and what good images show.
 */
export function assessActor(
  context: AssessContext,
  actorId: string,
  signal?: AbortSignal,
  visionRequest?: VisionRequest,
): Promise<{ readonly asked: boolean; readonly seen: readonly SeenImage[] }> {
  return context.actorLock(actorId, async () => {
    await measureFiles(context, await unmeasuredFiles(context, actorId), signal)
    await seeImages(context, actorId, signal)
    signal?.throwIfAborted()
    const seen = await judgeActor(context, actorId, signal)
    const asked = visionRequest !== undefined && (await askOpinions(context, actorId, visionRequest, signal))
    return asked ? { asked, seen: await judgeActor(context, actorId) } : { asked, seen }
  })
}

/** Returns the base image and the images that this evaluator has not measured. */
async function unmeasuredFiles(context: AssessContext, actorId: string): Promise<readonly UnmeasuredFile[]> {
  const { catalog, evaluator } = context
  const { imagesDir } = folderOf(context, actorId)
  const images = (await unmeasuredImages(context, actorId)).map(({ id, filename }) => ({
    file: join(imagesDir, filename),
    setSha256: (sha256: string) => catalog.images.setSha256(id, sha256),
  }))
  const base = baseFileOf(context, actorId)
  const baseSha256 = catalog.actors.get(actorId)?.baseSha256 ?? null
  if (base === null || (baseSha256 !== null && catalog.measures.has(baseSha256, evaluator.id))) return images
  return [{ file: base, setSha256: (sha256) => catalog.actors.setBaseSha256(actorId, sha256) }, ...images]
}
