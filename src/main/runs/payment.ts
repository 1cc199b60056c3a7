import { z } from 'zod'
import { parseIndex } from '../domain/naming.ts'
import { StoredActorId, StoredName } from '../domain/stored-image.ts'
import { StoredGeneration } from '../domain/stored-step.ts'
import type { GenerateStep } from './records.ts'

/** Key of one attempt of one step of a run, which may be paid for once. */
export interface PaymentKey {
  readonly runId: string
  readonly n: number
  readonly attempt: number
}

/** A request to a paid service: enough to find it, fetch its picture and list it without the catalog. */
export interface Payment extends PaymentKey {
  readonly actorId: string
  /** Name reserved for the image; its number is the image's seed. */
  readonly filename: string
  readonly generator: string
  readonly model: string
  readonly priceUsd: number
  readonly payload: GenerateStep['payload']
  readonly askedAt: string
}

/** A payment whose end is not known. */
export interface OpenPayment extends Payment {
  /** Null when it is not known whether the service accepted the request. */
  readonly predictionId: string | null
}

/** `placed`: the image is in its folder. `rejected`: the request gave no image. `forgotten`: a person gave it up. */
export type PaymentOutcome = 'placed' | 'rejected' | 'forgotten'

const key = {
  at: z.iso.datetime(),
  run_id: z.string().regex(/^[\w-]{1,90}$/),
  n: z.number().int().min(0).max(1e9),
  attempt: z.number().int().min(0).max(1000),
}

/** Model names, which become part of URLs at the service. */
const ModelName = z.string().regex(/^[a-z\d][\w.-]{0,99}\/[a-z\d][\w.-]{0,99}$/i)

/** Unknown keys belong to plans; a payment has none. */
const Step = StoredGeneration.strip()

const Line = z.discriminatedUnion('event', [
  z
    .object({
      event: z.literal('asked'),
      ...key,
      actor_id: StoredActorId,
      filename: StoredName,
      generator: z.string().regex(/^[\w-]{1,40}$/),
      model: ModelName,
      price_usd: z.number().min(0).max(1000),
      step: Step,
    })
    .refine(({ actor_id, filename }) => filename.endsWith('.jpg') && parseIndex(filename, actor_id) !== null),
  z.object({ event: z.literal('created'), ...key, prediction_id: z.string().regex(/^\w[\w.-]{0,199}$/) }),
  z.object({
    event: z.literal('ended'),
    ...key,
    outcome: z.enum(['placed', 'rejected', 'forgotten']),
    cost_usd: z.number().min(0).max(1000),
  }),
])

/** A line of the journal of payments. */
export type PaymentLine = z.input<typeof Line>

export const paymentId = ({ runId, n, attempt }: PaymentKey): string => `${runId} ${n} ${attempt}`

export const paymentKey = ({ runId, n, attempts }: Pick<GenerateStep, 'runId' | 'n' | 'attempts'>): PaymentKey => ({
  runId,
  n,
  attempt: attempts,
})

const keyOf = ({ runId, n, attempt }: PaymentKey) => ({ run_id: runId, n, attempt })

export const createdLine = (key: PaymentKey, predictionId: string, at: string): PaymentLine => ({
  event: 'created',
  at,
  ...keyOf(key),
  prediction_id: predictionId,
})

export const endedLine = (key: PaymentKey, outcome: PaymentOutcome, costUsd: number, at: string): PaymentLine => ({
  event: 'ended',
  at,
  ...keyOf(key),
  outcome,
  cost_usd: costUsd,
})

export const askedLine = (payment: Payment): PaymentLine => ({
  event: 'asked',
  at: payment.askedAt,
  ...keyOf(payment),
  actor_id: payment.actorId,
  filename: payment.filename,
  generator: payment.generator,
  model: payment.model,
  price_usd: payment.priceUsd,
  step: payment.payload,
})

/** Applies one line to the open payments. The file may be untrusted: returns false for an invalid line, which is ignored. */
export function takeLine(open: Map<string, OpenPayment>, text: string): boolean {
  const parsed = Line.safeParse(jsonOrUndefined(text))
  if (!parsed.success) return false
  const line = parsed.data
  const id = paymentId({ runId: line.run_id, n: line.n, attempt: line.attempt })
  const known = open.get(id)
  if (line.event === 'ended') open.delete(id)
  else if (line.event === 'created') {
    if (known) open.set(id, { ...known, predictionId: line.prediction_id })
  } else if (!known) {
    open.set(id, {
      runId: line.run_id,
      n: line.n,
      attempt: line.attempt,
      actorId: line.actor_id,
      filename: line.filename,
      generator: line.generator,
      model: line.model,
      priceUsd: line.price_usd,
      payload: line.step,
      askedAt: line.at,
      predictionId: null,
    })
  }
  return true
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
