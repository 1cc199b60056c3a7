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
  /** Time of an earlier request that was interrupted; null when there was none. */
  readonly askedAt: string | null
  /** True when a person asked to repeat the request. */
  readonly mayRepeat: boolean
  /** False to create nothing, whatever the search finds. */
  readonly mayCreate: boolean
  /** Price at most. */
  readonly priceUsd: number
  /** Returns the base image's value in the input; called only when a prediction is to be created. */
  readonly reference: () => Promise<string>
}

export interface Ordering extends RetryOptions {
  readonly api: Api
  readonly now: () => number
  /** Ids that belong to pictures already; the returned one is added. */
  readonly claimedIds: Set<string>
}

/**
 * Delays between searches for a request that may have arrived, counted from when it was given up: a request may be accepted seconds after
 * its timeout, and the list may lag behind.
 */
const SEARCH_DELAYS_MS = [0, 2000, 3000, 5000, 10_000, 20_000, 30_000]

/** Longest time until a prediction is listed: requests time out after a minute, and the list follows within another. */
const LONGEST_LAG_MS = 3 * 60_000

/**
 * Age after which an unlisted request never arrived: no list lags this far behind. Shorter than the time for which Replicate keeps a
 * prediction's input.
 */
const SETTLED_MS = 30 * 60_000

/**
 * Returns the prediction with this input: one that an earlier request created, or a new one. After a request that may have arrived, its
 * prediction is searched and no other is created; when it is not found, the picture is unknown and a person decides.
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
