import { EvencastError } from '../../domain/error.ts'
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
  /** What stands for the base image; asked for only when something is to be created. */
  readonly reference: () => Promise<string>
}

export interface Ordering extends RetryOptions {
  readonly api: Api
  readonly now: () => number
  /** Ids that belong to pictures; the one that is answered is added. */
  readonly claimedIds: Set<string>
}

const MOST_CREATES = 3

/** A list may lag behind what was accepted a moment ago: looked at once more while the call is younger than this. */
const LAG_MS = 20_000
const SEARCH_DELAYS_MS = [0, 2000, 5000]

/**
 * A prediction with this input: the one an earlier call made, or a new one. After a call of which nobody knows whether it arrived, its
 * prediction is looked for before another is created, so that one picture is never paid for twice.
 */
export async function createOnce(ordering: Ordering, order: Order, signal: AbortSignal): Promise<Prediction> {
  const { api, now, log, claimedIds } = ordering
  const { askedAt, target, wanted, cancelAfter } = order
  const asked = Date.parse(askedAt ?? '')
  const since = { ...wanted, sinceMs: Number.isNaN(asked) ? now() : asked }
  let searchFrom = Number.isNaN(asked) ? null : asked
  for (let creates = 0; ; creates++) {
    if (searchFrom !== null) {
      const found = await searchExisting(ordering, since, searchFrom, signal)
      if (found) return found
      if (creates >= MOST_CREATES) throw keepsBreaking(creates)
    }
    const input: ModelInput = withImage(wanted.input, wanted.fields, await order.reference())
    searchFrom = now()
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
  }
}

async function searchExisting(
  { api, now, sleep, claimedIds }: Ordering,
  wanted: Wanted,
  askedMs: number,
  signal: AbortSignal,
): Promise<Prediction | null> {
  for (const delayMs of SEARCH_DELAYS_MS) {
    if (delayMs > 0) {
      if (now() - askedMs > LAG_MS) break
      await sleep(delayMs, signal)
    }
    const found = await findExistingPrediction(api, wanted, claimedIds, now, signal)
    if (found) return found
  }
  return null
}

const keepsBreaking = (creates: number): EvencastError =>
  new EvencastError(
    'UNAVAILABLE',
    `Replicate accepted none of ${creates} requests: every connection was lost. Check the internet connection and status.replicate.com, then resume the run.`,
  )
