import { EvencastError, messageOf } from '../domain/error.ts'
import { type GeneratedImage, GenerationError, type GenerationRequest } from '../domain/generation.ts'
import type { RunContext } from './context.ts'
import { isPlaced, placeImage } from './place-image.ts'
import type { Check } from './ports.ts'
import type { GenerateStep, Made } from './records.ts'

/** Serialises what compares a new picture with the actor's others and puts it among them. */
export type Serially = <T>(task: () => Promise<T>) => Promise<T>

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
export async function makeImage(context: RunContext, open: GenerateStep, serially: Serially): Promise<void> {
  const { journal, ports, stop } = context
  let step = open
  if (step.made) {
    if (await isPlaced(context, step)) return serially(() => placeImage(context, step, null))
    journal.log.lose(step)
  }
  const filename = step.filename ?? (await ports.files.reserveName(step.actorId))
  journal.log.reserve(step, filename)
  const brief = await ports.brief(step.actorId, step.payload)
  while (!stop.requested) {
    step = reread(context, step)
    if (step.attempts >= step.allowed) {
      const why = step.error ?? 'no picture came of it'
      journal.log.finish(step, 'failed', `No usable picture in ${step.attempts} attempts. The last one: ${why}`)
      return
    }
    const request: GenerationRequest = {
      actorId: step.actorId,
      type: step.payload.type,
      promptId: step.payload.prompt_id,
      prompt: step.payload.prompt,
      aspectRatio: step.payload.aspect_ratio,
      ...brief,
      seed: seedOf(filename, step),
      attempt: step.attempts,
      externalId: step.externalId,
      askedAt: step.externalId === null ? step.askedAt : null,
    }
    context.say(`Making ${filename}`)
    if (await attempt(context, step, request, serially)) return
  }
}

/** Whether it led to an image in the folder. Its price is held back until the journal's bill has it. */
async function attempt(
  context: RunContext,
  step: GenerateStep,
  request: GenerationRequest,
  serially: Serially,
): Promise<boolean> {
  const { journal, ports, generator, budget, now } = context
  const release = budget.reserve(request.externalId === null ? generator.priceUsd(request.type) : 0)
  try {
    const image = await ask(context, step, request, release)
    if (!image) return false
    return await serially(async () => {
      const check = await ports.check(image, request)
      if (check.ok) journal.log.accept(reread(context, step), madeOf(image, check, now()))
      else journal.log.reject(reread(context, step), check.why, image.costUsd)
      // At once, or the same money would count twice.
      release()
      if (check.ok) await placeImage(context, reread(context, step), image.bytes)
      return check.ok
    })
  } finally {
    release()
  }
}

/** Null when the attempt was used up; a failure that no other attempt can mend is thrown. */
async function ask(
  context: RunContext,
  step: GenerateStep,
  request: GenerationRequest,
  onBilled: () => void,
): Promise<GeneratedImage | null> {
  const { journal, generator, stop, now } = context
  journal.log.ask(step, now().toISOString())
  try {
    return await generator.generate(request, {
      signal: stop.signal,
      onExternalId: async (externalId) => {
        if (externalId === reread(context, step).externalId) return
        journal.log.external(step, externalId, generator.priceUsd(request.type))
        onBilled()
      },
    })
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error
    journal.log.reject(reread(context, step), messageOf(error), error.costUsd)
    onBilled()
    if (!error.again) throw error
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
  seed: image.seed,
  costUsd: image.costUsd,
  createdAt: now.toISOString(),
})
