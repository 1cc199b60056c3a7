import { join, relative } from 'node:path'
import { oneLine } from '../../domain/caption/caption.ts'
import { withTrigger } from '../../domain/caption/trigger.ts'
import { cropOf, readCrop } from '../../domain/crop.ts'
import { isDecided } from '../../domain/image.ts'
import { byIndex } from '../../domain/naming.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { captionFromKnown, captionsOf, shotsOf } from '../captions/captions-of.ts'
import { folderOf } from '../context/library-context.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { indexActor } from '../index/index-actor.ts'
import { type LockedImage, type Lock, readLock } from '../../training/lock.ts'
import type { SourceImage } from '../../training/records.ts'
import type { Gathered, GatherOptions } from './gather.ts'
import { masksIn } from './masks.ts'

/** Returns the lock of the opened library if it is itself an export, whose folders are the styles of one set. */
export async function lockOfLibrary(context: PlanContext): Promise<Lock | null> {
  const lock = await readLock(context.layout.root).catch(() => null)
  return lock?.state === 'whole' && lock.images.length > 0 ? lock : null
}

/**
 * Returns the set of an export that was opened as a library, with the styles, trigger and order it was written with, in whichever folder an
 * image is now, so that it can be exported again unchanged. New images come last.
 */
export async function gatherReopened(context: PlanContext, lock: Lock, options: GatherOptions): Promise<Gathered> {
  const words = {
    trigger: options.trigger ?? lock.trigger,
    classWord: options.classWord ?? lock.class_word,
  }
  const locked = new Map(lock.images.map((image) => [image.file, image]))
  const parts: { readonly source: SourceImage; readonly known: LockedImage | undefined }[] = []
  const leftOut: { filename: string; why: string }[] = []
  let fromKnown = 0
  let triggerAdded = 0
  for (const actorId of context.folders.keys()) {
    await indexActor(context, actorId)
    await assessActor(context, actorId, options.signal)
    const { imagesDir } = folderOf(context, actorId)
    const maskOf = await masksIn(imagesDir)
    const shotOf = shotsOf(context, actorId)
    for (const { image, caption } of await captionsOf(context, actorId)) {
      const file = join(imagesDir, image.filename)
      const known = locked.get(relative(context.layout.root, file).replaceAll('\\', '/'))
      if (image.verdict === 'reject' && (isDecided(image) || !known)) {
        leftOut.push({ filename: image.filename, why: 'rejected' })
        continue
      }
      if (!caption) fromKnown += 1
      const text = oneLine(
        caption?.text ?? captionFromKnown(context, image, shotOf(image), { ...words, form: options.form }).text,
      )
      const told = withTrigger(text, words.trigger)
      if (told !== text) triggerAdded += 1
      parts.push({
        known,
        source: {
          actorId: known?.actor_id ?? lock.name,
          filename: image.filename,
          file,
          sha256: image.sha256 ?? '',
          style: isDecided(image) || !known ? image.style : known.style,
          caption: told,
          crop: cropOf(image.entry),
          maskFile: maskOf(image.filename),
          ...(known && { from: { ...known.source, crop: readCrop(known.crop) } }),
        },
      })
    }
  }
  const rank = ({ source, known }: (typeof parts)[number]): string => `${known ? 0 : 1}${source.filename}`
  const images = parts.toSorted((a, b) => byIndex(rank(a), rank(b))).map(({ source }) => source)
  return {
    set: { name: lock.name, ...words, images, target: lock.target },
    leftOut,
    refused: [],
    captions: { written: images.length - fromKnown, fromKnown, triggerAdded },
  }
}
