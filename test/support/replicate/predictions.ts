import type { Ending } from './faults.ts'
import type { ServedModel } from './models.ts'

/** An accepted prediction. */
export interface Held {
  readonly id: string
  readonly model: ServedModel
  readonly input: Readonly<Record<string, unknown>>
  readonly createdMs: number
  readonly latencyMs: number
  readonly ending: Ending | null
  /** SHA-256 of its base image. */
  readonly baseSha256: string
  readonly picture: Promise<Buffer> | null
}

/** Replicate removes input and output this long after a prediction of the API has ended. */
export const KEPT_MS = 60 * 60_000

type Status = 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'aborted'

const ENDINGS: Readonly<Record<Ending, Status>> = {
  moderation: 'failed',
  interrupted: 'failed',
  broken: 'failed',
  aborted: 'aborted',
  canceled: 'canceled',
  'null output': 'succeeded',
  expired: 'succeeded',
  endless: 'processing',
  'foreign picture': 'succeeded',
  'tiny picture': 'succeeded',
  'half-size picture': 'succeeded',
}

const ERRORS: Partial<Record<Ending, string>> = {
  moderation: 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
  interrupted: 'Prediction interrupted; please retry (code: PA)',
  broken: 'cannot identify image file',
}

/** Returns the charge: for pictures, and for predictions that were cancelled while they ran. */
export const chargeOf = ({ model, ending }: Held): number => {
  const charged = ending === null || ending === 'canceled' || ENDINGS[ending] === 'succeeded'
  return charged ? model.priceUsd : 0
}

export function statusOf({ createdMs, latencyMs, ending }: Held, nowMs: number): Status {
  const age = nowMs - createdMs
  if (age < latencyMs / 2) return 'starting'
  if (age < latencyMs) return 'processing'
  return ending === null ? 'succeeded' : ENDINGS[ending]
}

/** Returns the prediction as the API shows it at this time. */
export function shown(held: Held, nowMs: number, origin: string): object {
  const { id, model, input, createdMs, latencyMs, ending } = held
  const status = statusOf(held, nowMs)
  const removed = ending === 'expired' || nowMs - createdMs - latencyMs > KEPT_MS
  const ended = status !== 'starting' && status !== 'processing'
  const url = ending === 'foreign picture' ? 'http://pictures.invalid/1.png' : `${origin}/output/${id}/0.png`
  const hasPicture = status === 'succeeded' && !removed && ending !== 'null output'
  return {
    id,
    model: model.name,
    version: model.version,
    input: removed && ended ? {} : input,
    output: hasPicture ? model.output(url) : null,
    data_removed: removed && ended,
    error: (ended && ending && ERRORS[ending]) || null,
    status,
    source: 'api',
    created_at: new Date(createdMs).toISOString(),
    ...(status !== 'starting' && status !== 'aborted' && { started_at: iso(createdMs + latencyMs / 2) }),
    ...(ended && { completed_at: iso(createdMs + latencyMs), metrics: { total_time: latencyMs / 1000 } }),
    urls: {
      web: `https://replicate.com/p/${id}`,
      get: `${origin}/v1/predictions/${id}`,
      cancel: `${origin}/v1/predictions/${id}/cancel`,
    },
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
