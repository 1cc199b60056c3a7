import { EvencastError } from '../../domain/error.ts'
import { GenerationError } from '../../domain/generation.ts'
import type { Prediction } from './answers.ts'
import type { Api } from './api.ts'
import { errorOf } from './failure.ts'
import type { Sleep } from './retry.ts'
import type { PollInterval } from './poll-interval.ts'

/** Replicate ends predictions after 30 minutes; the rest is for waiting in its queue. */
const WAIT_LIMIT_MS = 45 * 60_000

/** Returns the duration by the service's clock; NaN where it is not stated. */
const durationMs = ({ created_at, completed_at }: Prediction): number =>
  Date.parse(completed_at ?? '') - Date.parse(created_at)

const OPEN: ReadonlySet<Prediction['status']> = new Set(['starting', 'processing', 'unknown'])
const isFinal = ({ status }: Prediction): boolean => !OPEN.has(status)

export interface Polling {
  readonly api: Api
  readonly sleep: Sleep
  readonly now: () => number
  readonly pollInterval: PollInterval
}

/** Polls a prediction until it has ended in any way. `known`: its last known state. */
export async function pollPrediction(
  { api, sleep, now, pollInterval }: Polling,
  { id, known, model, priceUsd }: { id: string; known: Prediction | null; model: string; priceUsd: number },
  signal: AbortSignal,
): Promise<Prediction> {
  let prediction = known
  const sinceMs = now()
  for (;;) {
    if (prediction) {
      if (isFinal(prediction)) {
        if (prediction.status === 'succeeded') pollInterval.took(durationMs(prediction))
        return prediction
      }
      if (now() - sinceMs >= WAIT_LIMIT_MS) throw endless(prediction)
      if (prediction.status === 'unknown' && prediction.completed_at) throw strange(prediction)
      await sleep(pollInterval.nextPollMs(now() - sinceMs), signal)
    }
    const answer = await api.prediction(id, signal)
    if (answer.ok) prediction = answer.value
    else if (answer.failure.kind === 'refused' && answer.failure.status === 404) throw unknown(id, priceUsd)
    else throw errorOf(answer.failure, model)
  }
}

// The id stays in the journal, so that a later run continues to wait for it.
const endless = ({ id, status }: Prediction): EvencastError =>
  new EvencastError(
    'UNAVAILABLE',
    `Replicate has left prediction ${id} at “${status}” for ${WAIT_LIMIT_MS / 60_000} minutes. Check replicate.com/p/${id} and resume the run later.`,
  )

const strange = ({ id }: Prediction): EvencastError =>
  new EvencastError(
    'UNAVAILABLE',
    `Replicate ended prediction ${id} in a way that Evencast does not know; it may have been charged. Check replicate.com/p/${id}, then resume the run or undo it.`,
  )

const unknown = (id: string, priceUsd: number): GenerationError =>
  new GenerationError(
    `Replicate no longer knows prediction ${id}; the API token may belong to another account now. Retry the failed images to generate it again.`,
    { again: false, costUsd: priceUsd },
  )
