import { EvencastError } from '../../domain/error.ts'
import { GenerationError } from '../../domain/generation.ts'
import type { Prediction } from './answers.ts'
import type { Api } from './api.ts'
import { errorOf } from './failure.ts'
import type { Sleep } from './patience.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 2000
const GROWTH = 1.25

/** Replicate ends what runs for 30 minutes; the rest is for waiting in its queue. */
const WAIT_LIMIT_MS = 45 * 60_000

const isFinal = ({ status }: Prediction): boolean => status !== 'starting' && status !== 'processing'

/** Asks for a prediction until it has ended, however that may be. `known`: as it is known already. */
export async function waitFor(
  api: Api,
  sleep: Sleep,
  { id, known, model, priceUsd }: { id: string; known: Prediction | null; model: string; priceUsd: number },
  signal: AbortSignal,
): Promise<Prediction> {
  let prediction = known
  let delayMs = FIRST_DELAY_MS
  for (let waitedMs = 0; ; waitedMs += delayMs) {
    if (prediction) {
      if (isFinal(prediction)) return prediction
      if (waitedMs >= WAIT_LIMIT_MS) throw endless(prediction)
      await sleep(delayMs, signal)
      delayMs = Math.min(LONGEST_DELAY_MS, delayMs * GROWTH)
    }
    const answer = await api.prediction(id, signal)
    if (answer.ok) prediction = answer.value
    else if (answer.failure.kind === 'refused' && answer.failure.status === 404) throw unknown(id, priceUsd)
    else throw errorOf(answer.failure, model)
  }
}

// Its id stays in the journal: a later run goes on waiting for it.
const endless = ({ id, status }: Prediction): EvencastError =>
  new EvencastError(
    'UNAVAILABLE',
    `Replicate has left prediction ${id} at “${status}” for ${WAIT_LIMIT_MS / 60_000} minutes. Look at replicate.com/p/${id} and resume the run later.`,
  )

const unknown = (id: string, priceUsd: number): GenerationError =>
  new GenerationError(
    `Replicate does not know prediction ${id} any more; the API token may be another account's now. Retry the failed images to have it made anew.`,
    { again: false, costUsd: priceUsd },
  )
