import { EvencastError } from '../../domain/error.ts'
import type { Api } from './api.ts'
import { errorOf } from './failure.ts'
import { CLOCK_MARGIN_MS, KEPT_MS, MOST_PAGES, searchOf } from './find-existing-prediction.ts'

interface Since {
  readonly model: string
  /** The input's field; null: the model has none, and nothing can be told apart. */
  readonly seed: string | null
  /** By this machine's clock. */
  readonly sinceMs: number
}

/**
 * Ids of this model's predictions by their seed, in one reading of the list. Throws UNAVAILABLE when it cannot be read whole, BAD_INPUT for
 * a model without seeds: to find nothing would mean to pay again.
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
