import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { counts } from '../../domain/image.ts'
import { EvencastError } from '../../domain/error.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { storedOpinions } from '../vision/due-images.ts'
import { fingerprintText } from '../../domain/fingerprint.ts'
import { subjectIsPhotographed } from '../../domain/judge.ts'
import type { Derivation } from '../../domain/derivation.ts'
import { makePlan } from '../../domain/make-plan.ts'
import type { Plan } from '../../domain/plan.ts'
import { hidesPictures, PICTURES_HIDDEN, skippedSentences } from '../../domain/skipped.ts'
import { withScene } from '../../domain/shot.ts'
import { varietyInWords, varietyOf } from '../../domain/variety.ts'
import { mostFromOne, originsOf } from '../../domain/set-counts.ts'
import { perStyle, type PerStyle } from '../../domain/style.ts'
import type { Sources } from '../../generation/generator.ts'
import { choosePrompts } from '../../generation/prompts/choose.ts'
import { subjectProblems, subjectWords } from '../../generation/prompts/subject.ts'
import { isMadeFor, pricesOf } from './maker.ts'
import { targetInForce, targetOf } from './target-of.ts'
import { assessActor } from '../assess/assess-actor.ts'
import type { AmongMany } from '../index/among-many.ts'
import { indexActor } from '../index/index-actor.ts'
import { type KnownImage, knownImages } from '../index/known-images.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import { evaluatorId } from '../assess/assess-context.ts'
import { baseFileOf, folderOf } from '../context/library-context.ts'
import type { PlanContext } from './plan-context.ts'

export const fingerprintOf = (context: PlanContext, actorId: string, images: readonly KnownImage[]): string =>
  createHash('sha256')
    .update(fingerprintText(images, targetOf(context, actorId), context.settings().policy))
    .digest('hex')

/**
 * Plans one actor: indexes its folder, assesses new images, and writes the plan unless the one on disk is still valid, because that may
 * hold a person's choices. The same files and labels always give the same plan.
 */
export async function planActor(
  context: PlanContext,
  actorId: string,
  {
    fresh = false,
    justRead = false,
    among,
    signal,
    visionRequest,
    onVariety,
  }: {
    readonly fresh?: boolean | undefined
    /** The folder was indexed since the plan was requested. */
    readonly justRead?: boolean | undefined
    /** Set when many actors are planned together. */
    readonly among?: AmongMany | undefined
    readonly signal?: AbortSignal | undefined
    readonly visionRequest?: VisionRequest | undefined
    /** Called with a sentence about what the set shows and lacks. */
    readonly onVariety?: (actorId: string, sentence: string) => void
  } = {},
): Promise<Plan> {
  if (!justRead) await indexActor(context, actorId, among)
  const { asked, seen } = await assessActor(context, actorId, signal, visionRequest)
  onVariety?.(actorId, varietyInWords(varietyOf(seen)))
  const images = knownImages(context, actorId)
  refuseUnanswered(context, actorId, images)
  const fingerprint = fingerprintOf(context, actorId, images)
  // New opinions of the model may call for another plan.
  const existing = fresh || asked ? null : await context.plans.read(actorId)
  const { generator } = context
  if (
    existing?.plan.fingerprint === fingerprint &&
    !existing.edited &&
    existing.plan.evaluator === evaluatorId(context) &&
    isMadeFor(existing.plan, generator)
  ) {
    return existing.plan
  }
  const { policy } = context.settings()
  const sources = sourcesOf(context, actorId, images)
  const made = makePlan({
    actorId,
    images,
    target: targetOf(context, actorId),
    policy,
    choose: promptChooser(context, actorId, images, fingerprint),
    capability: obstaclesOf(context, actorId, images, sources),
    derivation: derivationOf(context, actorId, images, sources),
    priceUsd: pricesOf(generator),
    generator: generator.name,
    model: generator.model,
    evaluator: evaluatorId(context),
    fingerprint,
    createdAt: context.now().toISOString(),
  })
  const costUsd = visionRequest?.costOf(actorId) ?? 0
  const noted = { ...made, warnings: [...made.warnings, ...besideImages(context, actorId)] }
  const plan = costUsd > 0 ? { ...noted, evaluation_cost_usd: costUsd } : noted
  await context.plans.write(plan)
  return plan
}

/** Returns warnings that concern no image of the set: files that are not measured or read, and what is not valid in `actor.json`. */
export function besideImages(context: PlanContext, actorId: string): readonly string[] {
  const { problem } = targetInForce(context, actorId)
  const unread = subjectProblems(context.folders.get(actorId)?.about ?? {})
  return [
    ...context.catalog.summaries.notJudged(actorId).map(({ filename, why }) => `${filename}: ${why}`),
    ...skippedSentences(context.catalog.actors.get(actorId)?.skipped ?? []),
    ...(problem === null ? [] : [problem]),
    ...unread.map(
      (what) => `actor.json of ${actorId}: ${what}. Prompts and captions leave it out until it is corrected.`,
    ),
  ]
}

/** Throws UPSTREAM when the model answered for no image at all, so that no plan from pixels alone is made in its name. */
function refuseUnanswered(context: PlanContext, actorId: string, images: readonly KnownImage[]): void {
  const opinionOf = storedOpinions(context, actorId)
  if (!opinionOf) return
  const told = images
    .filter(({ decidedBy, verdict }) => decidedBy !== 'human' && verdict !== 'reject')
    .flatMap((image) => opinionOf(image) ?? [])
  const [first] = told
  if (!first || told.some(saysSomething)) return
  const why = first.reason.replace(/^Not measured: /, '')
  throw new EvencastError(
    'UPSTREAM',
    `${context.vision()?.model ?? 'The model'} assessed none of the ${told.length} images of ${actorId}: ${why} No plan was made. Choose another model, or assess on this machine.`,
  )
}

/** Returns a chooser that shuffles prompts with a seed from the fingerprint, so the seed is recorded with the plan. */
function promptChooser(context: PlanContext, actorId: string, images: readonly KnownImage[], fingerprint: string) {
  const text = (value: unknown) => (typeof value === 'string' ? [value] : [])
  const used = {
    promptIds: images.flatMap((image) => text(image.entry.prompt_id)),
    prompts: images.flatMap((image) => text(image.entry.prompt)),
  }
  const subject = subjectWords(actorId, folderOf(context, actorId).about)
  const seed = Number.parseInt(fingerprint.slice(0, 8), 16)
  let advice = context.catalog.actors.get(actorId)?.advice ?? null
  return (style: Plan['generations'][number]['type'], n: number) => {
    const chosen = choosePrompts({ library: context.prompts, style, n, seed, used, subject, advice })
    // Scenes chosen for one style need not be repeated in the next.
    for (const { shot } of chosen) advice &&= withScene(advice, shot)
    return chosen
  }
}

/** Returns why the generator cannot generate a style for this actor; null where it can. */
export function obstaclesOf(
  context: PlanContext,
  actorId: string,
  images: readonly KnownImage[],
  sources = sourcesOf(context, actorId, images),
): PerStyle<string | null> {
  const skipped = context.catalog.actors.get(actorId)?.skipped ?? []
  const hidden = images.length === 0 && hidesPictures(skipped) ? PICTURES_HIDDEN : null
  return perStyle((style) => hidden ?? context.generator.obstacle(style, sources))
}

/** Returns the images that others can be derived from; null for a generator that does not derive images. */
function derivationOf(
  context: PlanContext,
  actorId: string,
  images: readonly KnownImage[],
  from: Sources,
): Derivation | null {
  const { derives } = context.generator
  if (!derives) return null
  return {
    sources: perStyle((style) => derives(style, from).map((path) => basename(path))),
    used: originsOf(images),
    most: mostFromOne(targetOf(context, actorId)),
  }
}

/** Returns the images that a generator may start from, as absolute paths. */
export function sourcesOf(context: PlanContext, actorId: string, images: readonly KnownImage[]): Sources {
  const base = baseFileOf(context, actorId)
  const { imagesDir } = folderOf(context, actorId)
  const photographed = base !== null && baseIsPhotograph(context, actorId, images)
  const good = images
    .filter((image) => counts(image) && image.verdict === 'keep' && image.entry.source !== 'generated' && !image.unsure)
    .sort((a, b) => (b.assessment?.quality ?? 0) - (a.assessment?.quality ?? 0))
  // An evaluator's label "photorealistic" is trusted only when the base image is a photograph.
  const photographs = good.filter(
    ({ style, decidedBy }) => style === 'photorealistic' && (decidedBy !== 'evaluator' || photographed),
  )
  const drawings = good.filter(({ style }) => style !== 'photorealistic')
  const paths = (chosen: readonly KnownImage[]) => chosen.map((image) => join(imagesDir, image.filename))
  return {
    base,
    photographs: [...(base !== null && photographed ? [base] : []), ...paths(photographs)],
    drawings: [...(base !== null && !photographed ? [base] : []), ...paths(drawings)],
  }
}

function baseIsPhotograph(context: PlanContext, actorId: string, images: readonly KnownImage[]): boolean {
  const { catalog, evaluator } = context
  const sha256 = catalog.actors.get(actorId)?.baseSha256 ?? null
  const base = sha256 === null ? null : catalog.measures.get(sha256, evaluator.id)
  const others = images.flatMap((image) => (image.measured ? [image.measured] : []))
  return base !== null && subjectIsPhotographed(base, others)
}
