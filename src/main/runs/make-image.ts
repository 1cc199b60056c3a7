import { EvencastError, messageOf } from '../domain/error.ts'
import { type GeneratedImage, GenerationError, type GenerationRequest } from '../domain/generation.ts'
import type { RunContext } from './context.ts'
import { isPlaced, placeImage } from './place-image.ts'
import type { Check, GenerationHooks } from './ports.ts'
import type { GenerateStep, Made } from './records.ts'
import { callKey, type StepCall } from './step-calls.ts'

/** What the images of a run wait for. */
export interface Turns {
  /** A place at the generator; whoever has waited for longest comes first among those of the same urgency. */
  readonly atGenerator: <T>(urgency: number, work: () => Promise<T>) => Promise<T>
  /** Puts an actor's images into its folder and manifest one after the other. */
  readonly placing: <T>(work: () => Promise<T>) => Promise<T>
}

/** What is paid for already, or may be, is brought home first, since services throw it away; what was begun is finished before more is. */
const URGENCY = { paid: 2, again: 1, fresh: 0 } as const

const NOTHING_TO_FIND = 'Nothing was asked for that could be found. Make a new plan to generate it.'

/** Far from any index, and prime, so that an attempt's seed is no other image's and starts from another picture. */
const ATTEMPT_STRIDE = 1_000_003

/** The number in the reserved name, so that an actor's images have different seeds for ever; a step's own for other names. */
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
 * Makes one image: reserves its name, asks for pictures until one passes the check, places it and lists it in the manifest.
 * Safe to repeat from any point: a prediction that exists is waited for, a picture that was placed is only listed.
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
    // There is nothing to find: one of a run that goes on later waits for that.
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

/** Whether it led to an image in the folder. */
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

/** Begins to ask when a place is free and money is left, and not before: what only waits has cost nothing and can be stopped. */
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
      // Waiting for what an earlier process asked for says nothing of how long it takes.
      if (!paid) pace.took('generate', (now().getTime() - start) / 1000)
      return result
    })
  }

/** Null when the attempt was used up; a failure that no other attempt can mend is thrown. */
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
    // What nobody knows stays asked for, and its price set aside, so that it is looked for before it is asked for again.
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
