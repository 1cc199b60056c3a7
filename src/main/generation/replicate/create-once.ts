import { GenerationError } from '../../domain/generation.ts'
import type { Prediction } from './answers.ts'
import type { Api, Target } from './api.ts'
import { creationError, mayHaveArrived } from './failure.ts'
import { findExistingPrediction, type Wanted } from './find-existing-prediction.ts'
import { type ModelInput, withImage } from './model-input.ts'
import type { RetryOptions } from './retry.ts'

export interface Order {
  readonly target: Target
  readonly wanted: Omit<Wanted, 'sinceMs'>
  readonly cancelAfter: string | null
  /** When an earlier call for it was cut short; null when there was none. */
  readonly askedAt: string | null
  /** A person has asked for it again. */
  readonly mayRepeat: boolean
  /** False: nothing is created, whatever the search says. */
  readonly mayCreate: boolean
  /** What it costs at most. */
  readonly priceUsd: number
  /** What stands for the base image; asked for only when something is to be created. */
  readonly reference: () => Promise<string>
}

export interface Ordering extends RetryOptions {
  readonly api: Api
  readonly now: () => number
  /** Ids that belong to pictures; the one that is answered is added. */
  readonly claimedIds: Set<string>
}

/**
 * Between searches for a call of which nobody knows whether it arrived, counted from the moment it was given up: a request may be taken
 * seconds after its time-out, and a list may lag behind what was taken.
 */
const SEARCH_DELAYS_MS = [0, 2000, 3000, 5000, 10_000, 20_000, 30_000]

/** Requests are given up after a minute, and lists follow within another. */
const LONGEST_LAG_MS = 3 * 60_000

/** No list lags this far behind: what is not in it was never taken. Shorter than Replicate keeps what a prediction was given. */
const SETTLED_MS = 30 * 60_000

/**
 * A prediction with this input: the one an earlier call made, or a new one. After a call of which nobody knows whether it arrived, its
 * prediction is looked for and no other is created: where it is not found, the picture is unknown, which a person decides about.
 */
export async function createOnce(ordering: Ordering, order: Order, signal: AbortSignal): Promise<Prediction> {
  const { api, now, log, claimedIds } = ordering
  const { askedAt, mayRepeat, mayCreate, target, wanted, cancelAfter } = order
  const asked = Date.parse(askedAt ?? '')
  const since = { ...wanted, sinceMs: Number.isNaN(asked) ? now() : asked }
  if (!Number.isNaN(asked)) {
    const ageMs = now() - asked
    const found = await searchExisting(ordering, since, ageMs > LONGEST_LAG_MS ? [0] : SEARCH_DELAYS_MS, signal)
    if (found) return found
    if (ageMs <= SETTLED_MS && !(mayRepeat && mayCreate)) throw unknown(target.model, order.priceUsd)
  }
  if (!mayCreate) throw neverTaken(target.model)
  const input: ModelInput = withImage(wanted.input, wanted.fields, await order.reference())
  const answer = await api.create(target, input, cancelAfter, signal)
  if (answer.ok) {
    claimedIds.add(answer.value.id)
    return answer.value
  }
  if (!mayHaveArrived(answer.failure)) throw creationError(answer.failure, target.model)
  signal.throwIfAborted()
  log.warn(
    { failure: answer.failure },
    'It is not known whether Replicate took a request: its predictions are searched',
  )
  const found = await searchExisting(ordering, since, SEARCH_DELAYS_MS, signal)
  if (found) return found
  throw unknown(target.model, order.priceUsd)
}

async function searchExisting(
  { api, now, sleep, claimedIds }: Ordering,
  wanted: Wanted,
  delaysMs: readonly number[],
  signal: AbortSignal,
): Promise<Prediction | null> {
  for (const delayMs of delaysMs) {
    if (delayMs > 0) await sleep(delayMs, signal)
    const found = await findExistingPrediction(api, wanted, claimedIds, now, signal)
    if (found) return found
  }
  return null
}

const neverTaken = (model: string): GenerationError =>
  new GenerationError(
    `A request to ${model} never arrived; it was not charged. Make a new plan to generate the image.`,
    {
      again: true,
    },
  )

const unknown = (model: string, priceUsd: number): GenerationError =>
  new GenerationError(
    `A request to ${model} broke off, and Replicate lists nothing for it: it may have been charged, up to $${priceUsd.toFixed(2)}. Check replicate.com/predictions, then retry the failed images.`,
    { again: false, isUnknown: true },
  )
