import { join } from 'node:path'
import { oneLine } from '../../domain/caption/caption.ts'
import type { CaptionForm } from '../../domain/caption/template.ts'
import { withTrigger } from '../../domain/caption/trigger.ts'
import { cropOf } from '../../domain/crop.ts'
import { isDecided } from '../../domain/image.ts'
import { type KnownImage, knownImages, measuresOf } from '../index/known-images.ts'
import { indexActor } from '../index/index-actor.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { captionFromKnown, captionsOf, shotsOf } from '../captions/captions-of.ts'
import { wordsOfActor } from '../captions/words-of-actor.ts'
import { folderOf } from '../context/library-context.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { targetOf } from '../plan/target-of.ts'
import { LEAST_SIDE } from '../../training/image/job.ts'
import type { SourceImage, TrainingSet } from '../../training/records.ts'
import { masksIn } from './masks.ts'

export interface GatherOptions {
  readonly trigger?: string | undefined
  readonly classWord?: string | undefined
  readonly form: CaptionForm
  /** `template`: an image without a caption gets one from what is known; `leave-out`: it is not exported. */
  readonly missingCaptions: 'template' | 'leave-out'
  /** Most images to export, chosen by quality within each style. Null: all. */
  readonly most: number | null
  readonly signal?: AbortSignal | undefined
}

interface Left {
  readonly filename: string
  readonly why: string
}

export interface Gathered {
  readonly set: TrainingSet
  /** Images that are rejected, or exceed the trainer's limit. */
  readonly leftOut: readonly Left[]
  /** Images that cannot be trained on, although no person rejected them. */
  readonly refused: readonly Left[]
  readonly captions: { readonly written: number; readonly fromKnown: number; readonly triggerAdded: number }
}

/** Returns an actor's good images with their captions, ready for training. Assesses new images without calling a vision model. */
export async function gatherActor(context: PlanContext, actorId: string, options: GatherOptions): Promise<Gathered> {
  await indexActor(context, actorId)
  await assessActor(context, actorId, options.signal)
  const words = wordsOfActor(context, actorId, options)
  const images = knownImages(context, actorId)
  const refused = images.flatMap((image) => unfit(image))
  const rejected = images.filter(
    (image) => image.lane === 'rejected' && !refused.some(({ filename }) => filename === image.filename),
  )
  const good = images.filter(
    (image) => image.lane !== 'rejected' && !refused.some(({ filename }) => filename === image.filename),
  )
  const chosen = options.most === null ? good : best(good, options.most, targetOf(context, actorId))
  const found = await captionsOf(context, actorId, chosen)
  const shotOf = shotsOf(context, actorId)
  const { imagesDir } = folderOf(context, actorId)
  const maskOf = await masksIn(imagesDir)
  const leftOut: Left[] = [
    ...rejected.map(({ filename, assessment }) => ({ filename, why: reasonOf(assessment?.issues) })),
    ...good
      .filter((image) => !chosen.includes(image))
      .map(({ filename }) => ({ filename, why: `beyond the ${options.most} that the trainer takes` })),
  ]
  let fromKnown = 0
  let triggerAdded = 0
  const sources = found.flatMap(({ image, caption }): readonly SourceImage[] => {
    if (caption === null && options.missingCaptions === 'leave-out') {
      leftOut.push({ filename: image.filename, why: 'it has no caption' })
      return []
    }
    if (caption === null) fromKnown += 1
    const text = oneLine(
      caption?.text ?? captionFromKnown(context, image, shotOf(image), { ...words, form: options.form }).text,
    )
    const told = withTrigger(text, words.trigger)
    if (told !== text) triggerAdded += 1
    return [
      {
        actorId,
        filename: image.filename,
        file: join(imagesDir, image.filename),
        sha256: image.sha256 ?? '',
        style: image.lane === 'unsorted' ? null : image.style,
        caption: told,
        crop: cropOf(image.entry),
        maskFile: maskOf(image.filename),
      },
    ]
  })
  return {
    set: {
      name: actorId,
      trigger: words.trigger,
      classWord: words.classWord,
      images: sources,
      target: targetOf(context, actorId),
    },
    leftOut,
    refused,
    captions: { written: sources.length - fromKnown, fromKnown, triggerAdded },
  }
}

/** Returns why no trainer can use an image. Images that a person rejected are left out, because they need no explanation. */
function unfit(image: KnownImage): readonly Left[] {
  const { filename, assessment, verdict } = image
  if (isDecided(image) && verdict === 'reject') return []
  const unreadable = assessment?.issues.find(({ key }) => key === 'unreadable')
  if (unreadable) return [{ filename, why: `cannot be read (${unreadable.detail.replace(/\.$/, '')})` }]
  const measures = measuresOf(image)
  return measures && Math.min(measures.width, measures.height) < LEAST_SIDE
    ? [
        {
          filename,
          why: `is ${measures.width} × ${measures.height} px: a side below ${LEAST_SIDE} px cannot be trained on`,
        },
      ]
    : []
}

const reasonOf = (issues: readonly { readonly key: string; readonly detail: string }[] = []): string =>
  issues.length === 0
    ? 'rejected'
    : issues.map(({ key, detail }) => `${key.replaceAll('_', ' ')}: ${detail}`).join('; ')

/** Returns the best images of each style, close to the target's mix and in their original order. */
function best(
  images: readonly KnownImage[],
  most: number,
  target: Readonly<Record<string, number>>,
): readonly KnownImage[] {
  const wanted = Object.values(target).reduce((sum, n) => sum + n, 0)
  const ranked = images.toSorted((a, b) => (b.assessment?.quality ?? 0) - (a.assessment?.quality ?? 0))
  const taken = new Set<KnownImage>()
  for (const [style, count] of Object.entries(target))
    for (const image of ranked
      .filter((each) => each.style === style)
      .slice(0, Math.floor((count / Math.max(1, wanted)) * most)))
      taken.add(image)
  for (const image of ranked) if (taken.size < most) taken.add(image)
  return images.filter((image) => taken.has(image))
}
