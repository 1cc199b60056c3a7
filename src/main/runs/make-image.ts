import { EvencastError, messageOf } from '../domain/error.ts'
import { type GeneratedImage, GenerationError, type GenerationRequest } from '../domain/generation.ts'
import type { RunContext } from './context.ts'
import { isPlaced, placeImage } from './place-image.ts'
import type { Check, GenerationHooks } from './ports.ts'
import { type Payment, paymentKey } from './payment.ts'
import type { GenerateStep, Made } from './records.ts'

/** What the images of a run wait for. */
export interface Turns {
  /** A place at the generator; whoever has waited for longest comes first among those of the same urgency. */
  readonly atGenerator: <T>(urgency: number, work: () => Promise<T>) => Promise<T>
  /** Puts an actor's images into its folder and manifest one after the other. */
  readonly placing: <T>(work: () => Promise<T>) => Promise<T>
}

/** What is paid for already is brought home first, since services throw it away; what was begun is finished before more is. */
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
    context.say(`Generating ${filename}`)
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
  const { journal, ports, budget, now } = context
  const asking = createAsking(context, step, request, turns)
  try {
    const image = await ask(context, step, request, asking)
    if (!image) return false
    const check = await ports.check(image, request, budget.checks)
    if (check.costUsd) journal.runs.addChecks(context.runId, check.costUsd)
    if (check.ok) journal.log.accept(reread(context, step), madeOf(image, check, now()))
    else {
      journal.log.reject(reread(context, step), check.why, image.costUsd)
      await ports.payments.ended(paymentKey(step), 'rejected', image.costUsd)
    }
    // At once, or the same money would count twice.
    asking.billed()
    if (check.ok) await turns.placing(() => placeImage(context, reread(context, step), image.bytes))
    return check.ok
  } finally {
    asking.billed()
  }
}

interface Asking {
  readonly inTurn: GenerationHooks['inTurn']
  /** The journal's bill has the price, or there is none: it is no longer held back. */
  readonly billed: () => void
}

/** Begins to ask when a place is free and money is left, and not before: what only waits has cost nothing and can be stopped. */
function createAsking(
  { journal, ports, generator, budget, stop, pace, now, findOnly }: RunContext,
  step: GenerateStep,
  request: GenerationRequest,
  turns: Turns,
): Asking {
  const paid = request.externalId !== null
  const priceUsd = generator.priceUsd(request.type)
  const urgency = paid ? URGENCY.paid : request.attempt > 0 ? URGENCY.again : URGENCY.fresh
  let release = (): void => {}
  return {
    billed: () => release(),
    inTurn: (work) =>
      turns.atGenerator(urgency, async () => {
        if (stop.requested && !paid) throw new EvencastError('CANCELLED', 'The run was stopped.')
        release = budget.reserve(paid || findOnly ? 0 : priceUsd)
        const askedAt = now().toISOString()
        if (priceUsd > 0) await ports.payments.asked(paymentOf(step, generator, priceUsd, askedAt))
        if (stop.signal.aborted && !paid) {
          // While it was written down the run was stopped, and nothing was asked for.
          if (step.askedAt === null) await ports.payments.ended(paymentKey(step), 'forgotten', 0)
          throw new EvencastError('CANCELLED', 'The run was stopped.')
        }
        journal.log.ask(step, askedAt)
        const start = now().getTime()
        const result = await work()
        // Waiting for what an earlier process asked for says nothing of how long it takes.
        if (!paid) pace.took('generate', (now().getTime() - start) / 1000)
        return result
      }),
  }
}

/** Null when the attempt was used up; a failure that no other attempt can mend is thrown. */
async function ask(
  context: RunContext,
  step: GenerateStep,
  request: GenerationRequest,
  { inTurn, billed }: Asking,
): Promise<GeneratedImage | null> {
  const { journal, ports, generator, stop } = context
  try {
    return await generator.generate(request, {
      signal: stop.signal,
      inTurn,
      onExternalId: async (externalId) => {
        if (externalId !== reread(context, step).externalId) {
          journal.log.external(step, externalId, generator.priceUsd(request.type))
          billed()
        }
        // Also when the catalogue knows it: an earlier process may have died between the two.
        await ports.payments.created(paymentKey(step), externalId)
      },
    })
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error
    // The time it was asked for stays, so that it is looked for again before it is asked for again.
    if (!error.isUnknown) {
      journal.log.reject(reread(context, step), messageOf(error), error.costUsd)
      await ports.payments.ended(paymentKey(step), 'rejected', error.costUsd)
    }
    billed()
    if (!error.again) throw error
    return null
  }
}

function paymentOf(
  step: GenerateStep,
  { name, model }: RunContext['generator'],
  priceUsd: number,
  askedAt: string,
): Payment {
  const { actorId, payload, filename } = step
  return {
    ...paymentKey(step),
    actorId,
    payload,
    filename: filename ?? '',
    generator: name,
    model,
    priceUsd,
    askedAt: step.askedAt ?? askedAt,
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
