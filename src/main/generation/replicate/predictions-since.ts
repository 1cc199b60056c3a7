import { EvencastError } from '../../domain/error.ts'
import type { Api } from './api.ts'
import { errorOf } from './failure.ts'
import { CLOCK_MARGIN_MS, KEPT_MS, MOST_PAGES, searchOf } from './find-existing-prediction.ts'

interface Since {
  readonly model: string
  /** Name of the seed's input field; null when the model has none, and predictions cannot be distinguished. */
  readonly seed: string | null
  /** Start time by this machine's clock. */
  readonly sinceMs: number
}

/**
 * Returns the ids of this model's predictions by their seed, from one pass over the list. Throws UNAVAILABLE when the list cannot be read
 * completely, and BAD_INPUT for a model without seeds: a missed prediction would be paid for twice.
 */
export async function predictionsSince(
  api: Api,
  { model, seed, sinceMs }: Since,
  now: () => number,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  if (seed === null)
    throw new EvencastError(
      'BAD_INPUT',
      `${model} takes no seed, so it cannot be told whether a request arrived whose answer was lost. Check replicate.com/predictions, then choose another model.`,
    )
  const found = new Map<number, string>()
  let query: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await api.predictions(query, signal)
    if (!answer.ok) throw errorOf(answer.failure, model)
    const from = Math.max(sinceMs, now() - KEPT_MS) + (answer.servedAt ?? now()) - now() - CLOCK_MARGIN_MS
    for (const prediction of answer.value.results) {
      const value = prediction.input?.[seed]
      if (Date.parse(prediction.created_at) >= from && typeof value === 'number') found.set(value, prediction.id)
    }
    const oldest = answer.value.results.at(-1)
    query = searchOf(answer.value.next)
    if (query === null || !oldest || Date.parse(oldest.created_at) < from) break
  }
  return found
}
