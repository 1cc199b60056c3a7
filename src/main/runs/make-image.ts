import { EvencastError, messageOf } from '../domain/error.ts'
import { type GeneratedImage, GenerationError, type GenerationRequest } from '../domain/generation.ts'
import type { RunContext } from './context.ts'
import { isPlaced, placeImage } from './place-image.ts'
import type { Check, GenerationHooks } from './ports.ts'
import type { GenerateStep, Made } from './records.ts'
import { callKey, type StepCall } from './step-calls.ts'

/** Queues in which the images of a run wait. */
export interface Turns {
  /** Runs `work` in a slot at the generator; among calls of the same urgency, the one that has waited longest comes first. */
  readonly atGenerator: <T>(urgency: number, work: () => Promise<T>) => Promise<T>
  /** Places an actor's images into its folder and manifest one after another. */
  readonly placing: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * Priorities. Pictures that are paid for, or may be, are fetched first because services delete them; started images are finished before new
 * ones start.
 */
const URGENCY = { paid: 2, again: 1, fresh: 0 } as const

const NOTHING_TO_FIND = 'Nothing was asked for that could be found. Make a new plan to generate it.'

/** Larger than any index, and prime, so that an attempt's seed is no other image's and starts from another picture. */
const ATTEMPT_STRIDE = 1_000_003

/**
 * Derives the seed from the number in the reserved name, so that an actor's images always have different seeds; other names use the step's
 * own number.
 */
function seedOf(filename: string, { n, attempts }: GenerateStep): number {
  const index = Number(/_(\d{1,9})\.[^.]+$/.exec(filename)?.[1] ?? n)
  return (index + attempts * ATTEMPT_STRIDE) % 2 ** 32
}

function reread({ journal, runId }: RunContext, { n }: GenerateStep): GenerateStep {
  const step = journal.steps.get(runId, n)
  if (step?.kind !== 'generate') throw new EvencastError('INTERNAL', `Run ${runId} has lost its step ${n}.`)
  return step
}

/**
 * Generates one image: reserves its name, requests pictures until one passes the check, places it and adds it to the manifest. Safe to
 * repeat from any point: an existing prediction is awaited, a placed picture is only added to the manifest.
 */
export async function makeImage(context: RunContext, open: GenerateStep, turns: Turns): Promise<void> {
  const { journal, ports, stop } = context
  let step = open
  if (step.made) {
    if (await isPlaced(context, step)) return turns.placing(() => placeImage(context, step, null))
    journal.log.lose(step)
  }
  const filename = step.filename ?? (await ports.files.reserveName(step.actorId))
  journal.log.reserve(step, filename)
  const brief = await ports.brief(step.actorId, step.payload)
  while (!stop.requested) {
    step = reread(context, step)
    // There is nothing to find. In a run that will be resumed, the step stays open.
    if (context.findOnly && step.externalId === null && step.askedAt === null) return leave(context, step)
    if (step.attempts >= step.allowed) {
      const why = step.error ?? 'no image was returned'
      journal.log.finish(step, 'failed', `No usable image in ${step.attempts} attempts. The last one: ${why}`)
      return
    }
    const request: GenerationRequest = {
      actorId: step.actorId,
      type: step.payload.type,
      promptId: step.payload.prompt_id,
      prompt: step.payload.prompt,
      aspectRatio: step.payload.aspect_ratio,
      derivedFrom: step.payload.derived_from,
      ...brief,
      seed: seedOf(filename, step),
      attempt: step.attempts,
      externalId: step.externalId,
      askedAt: step.externalId === null ? step.askedAt : null,
      mayRepeat: step.mayRepeat,
      mayCreate: !context.findOnly,
    }
    if (await attempt(context, { ...step, filename }, request, turns)) return
  }
}

function leave({ journal, runId }: RunContext, step: GenerateStep): void {
  if (journal.runs.get(runId)?.options.findOnly) journal.log.finish(step, 'failed', step.error ?? NOTHING_TO_FIND)
}

/** Returns true when the attempt put an image into the folder. */
async function attempt(
  context: RunContext,
  step: GenerateStep,
  request: GenerationRequest,
  turns: Turns,
): Promise<boolean> {
  const { journal, ports, calls, checks, generator, stop, now } = context
  const priceUsd = generator.priceUsd(request.type)
  const call: StepCall = { key: callKey(step), priceUsd, step, signal: stop.signal }
  const image = await ask(context, call, request, turns)
  if (!image) return false
  const check = await ports.check(image, request, checks)
  if (check.costUsd) journal.runs.addChecks(context.runId, check.costUsd)
  if (!check.ok) {
    await calls.ended(call.key, 'failed', image.costUsd, { error: check.why, again: true })
    return false
  }
  await calls.ended(call.key, 'done', image.costUsd, madeOf(image, check, now()))
  await turns.placing(() => placeImage(context, reread(context, step), image.bytes))
  return true
}

/** Sends the request only when a slot and money are available, so that a waiting image has cost nothing and can be stopped. */
const inTurnOf =
  (
    { calls, stop, pace, now, say }: RunContext,
    call: StepCall,
    request: GenerationRequest,
    { atGenerator }: Turns,
  ): GenerationHooks['inTurn'] =>
  (work) => {
    const paid = request.externalId !== null
    const maybePaid = paid || request.askedAt !== null
    return atGenerator(maybePaid ? URGENCY.paid : request.attempt > 0 ? URGENCY.again : URGENCY.fresh, async () => {
      if (stop.requested && !paid) throw new EvencastError('CANCELLED', 'The run was stopped.')
      await calls.reserve(call)
      say(`Generating ${call.step.filename}`)
      const start = now().getTime()
      const result = await work()
      // The wait for an earlier process's request says nothing about how long a generation takes.
      if (!paid) pace.took('generate', (now().getTime() - start) / 1000)
      return result
    })
  }

/** Returns null when the attempt was used up; throws a failure that no other attempt can fix. */
async function ask(
  context: RunContext,
  call: StepCall,
  request: GenerationRequest,
  turns: Turns,
): Promise<GeneratedImage | null> {
  const { calls, generator, stop } = context
  try {
    return await generator.generate(request, {
      signal: stop.signal,
      inTurn: inTurnOf(context, call, request, turns),
      onExternalId: (externalId) => calls.created(call.key, externalId),
    })
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error
    const { isUnknown, again, costUsd } = error
    // A request with an unknown outcome stays open with its price reserved, so that it is searched before it is sent again.
    if (!isUnknown) await calls.ended(call.key, 'failed', costUsd, { error: messageOf(error), again })
    if (!again) throw error
    return null
  }
}

const madeOf = (image: GeneratedImage, check: Extract<Check, { ok: true }>, now: Date): Made => ({
  sha256: check.sha256,
  bytes: image.bytes.byteLength,
  width: check.width,
  height: check.height,
  model: image.model,
  predictionId: image.predictionId,
  derivedFrom: image.derivedFrom,
  seed: image.seed,
  costUsd: image.costUsd,
  createdAt: now.toISOString(),
})
