import { setImmediate } from 'node:timers/promises'
import type { Assessment } from '../../domain/assessment.ts'
import type { MeasuredText, Models } from '../../catalog/images.ts'
import { isUnreadable, type Measured } from '../../domain/measures.ts'
import { merge, saysNothing } from '../../domain/opinion.ts'
import { overrule } from '../../domain/overrule.ts'
import { guessStyle } from '../../domain/style-guess.ts'
import { TAUGHT_AT_MOST } from '../../domain/learned-style.ts'
import { IMAGES_PER_TEXT, type JudgedText } from '../../evaluation/judge-many.ts'
import { seenImages } from './advice.ts'
import { adviceFor, type SeenImage } from '../../domain/shot.ts'
import { storedOpinions } from '../vision/due-images.ts'
import { type SharedText, toShared } from '../../kit/shared-text.ts'
import type { AssessContext } from './assess-context.ts'

/** Assessments written at a time, which takes about two milliseconds. */
const SLICE = 50

/**
 * Judges an actor again from stored data, because a label can change which duplicate is the better one. Earlier opinions of a vision model
 * are merged in; no model is called. Works in slices, because an actor may have 20,000 images. Returns what good images show.
 */
export async function judgeActor(
  context: AssessContext,
  actorId: string,
  signal?: AbortSignal,
): Promise<readonly SeenImage[]> {
  // Removed before judging begins, so that changes made meanwhile are judged again.
  context.unjudged.delete(actorId)
  try {
    return await judgeStored(context, actorId, signal)
  } catch (error) {
    context.unjudged.add(actorId)
    throw error
  }
}

async function judgeStored(
  context: AssessContext,
  actorId: string,
  signal?: AbortSignal,
): Promise<readonly SeenImage[]> {
  const { catalog, evaluator } = context
  const base = baseMeasures(context, actorId)
  const models = modelsOf(context)
  const judged = await evaluator.judgeMany({
    texts: await storedImages(context, actorId, models, signal),
    base,
    taught: catalog.images.taught(actorId, evaluator.id, models, TAUGHT_AT_MOST),
    kinds: await context.seeing.kinds(),
    references: models.faces === '' ? null : baseFaces(context, actorId, models.faces),
  })
  const opinionOf = storedOpinions(context, actorId)
  const merged = new Map<number, Assessment>()
  for (const text of judged) {
    const images = JSON.parse(text) as JudgedText[]
    if (!opinionOf) {
      await inSlices(context, images, ([id, assessment]) => catalog.images.setAssessmentText(id, assessment), signal)
      continue
    }
    for (const [id, assessment] of withOpinions(context, images, opinionOf)) merged.set(id, assessment)
    await setImmediate()
  }
  const saysOf = (assessment: Assessment) => assessment.evaluator !== evaluator.id && !saysNothing(assessment)
  await inSlices(
    context,
    [...overrule(merged, saysOf)],
    ([id, assessment]) => catalog.images.setAssessment(id, assessment),
    signal,
  )
  const seen = await seenImages(context, actorId)
  await catalog.together(() => {
    catalog.actors.setBasePhotograph(actorId, isPhotograph(base))
    catalog.actors.setSummary(actorId, catalog.summaries.summaryOf(actorId))
    catalog.actors.setAdvice(actorId, adviceFor(seen))
  })
  return seen
}

async function inSlices<T>(
  { catalog }: AssessContext,
  items: readonly T[],
  write: (item: T) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let start = 0; start < items.length; start += SLICE) {
    signal?.throwIfAborted()
    await catalog.together(() => items.slice(start, start + SLICE).forEach(write))
  }
}

function baseMeasures({ catalog, evaluator }: AssessContext, actorId: string): Measured | null {
  const sha256 = catalog.actors.get(actorId)?.baseSha256 ?? null
  return sha256 === null ? null : catalog.measures.get(sha256, evaluator.id)
}

const modelsOf = ({ seeing }: AssessContext): Models => ({
  pictures: seeing.model('pictures') ?? '',
  faces: seeing.model('faces') ?? '',
})

const baseFaces = ({ catalog }: AssessContext, actorId: string, model: string): readonly string[] =>
  (catalog.actors.get(actorId)?.baseImages ?? []).flatMap(
    (sha256) => catalog.vectors.get(sha256, model)?.toString('hex') ?? [],
  )

async function storedImages(
  { catalog, evaluator }: AssessContext,
  actorId: string,
  models: Models,
  signal?: AbortSignal,
): Promise<readonly SharedText[]> {
  const texts: SharedText[] = []
  for (let last = 0; ;) {
    signal?.throwIfAborted()
    const images = catalog.images.measuredAfter(actorId, { evaluator: evaluator.id, ...models }, last, IMAGES_PER_TEXT)
    if (images.length > 0) texts.push(toShared(`[${images.map(textOf).join(',')}]`))
    if (images.length < IMAGES_PER_TEXT) return texts
    last = images.at(-1)?.id ?? last
    await setImmediate()
  }
}

/** Returns a `StoredImage` as JSON, around measures that are JSON already. */
function textOf({ measured, preferred, dropped, ...image }: MeasuredText): string {
  const about = JSON.stringify({ ...image, preferred: preferred === 1, dropped: dropped === 1 })
  return `${about.slice(0, -1)},"measured":${measured}}`
}

/** Returns true when the base image is a photograph; null when that is only a guess. */
function isPhotograph(base: Measured | null): boolean | null {
  if (base === null || isUnreadable(base)) return null
  const { style, unsure } = guessStyle(base)
  return unsure ? null : style === 'photorealistic'
}

/** Yields the assessments of pixels merged with the vision model's earlier opinions. */
function* withOpinions(
  { catalog, evaluator }: AssessContext,
  images: readonly JudgedText[],
  opinionOf: NonNullable<ReturnType<typeof storedOpinions>>,
): Generator<readonly [number, Assessment]> {
  for (const [id, text] of images) {
    const row = catalog.images.byId(id)
    const measured = row?.sha256 ? catalog.measures.get(row.sha256, evaluator.id) : null
    if (row && measured) yield [id, merge(JSON.parse(text) as Assessment, measured, opinionOf(row))]
  }
}
