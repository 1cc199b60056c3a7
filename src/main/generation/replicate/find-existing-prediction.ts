import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { GenerationError } from '../../domain/generation.ts'
import type { Prediction } from './answers.ts'
import type { Api } from './api.ts'
import type { BaseImage } from './base-image.ts'
import { errorOf } from './failure.ts'
import type { ModelInput } from './model-input.ts'
import type { InputFields } from './presets.ts'

export interface Wanted {
  readonly model: string
  readonly fields: InputFields
  readonly input: ModelInput
  readonly base: BaseImage
  /** Time of the first request, by this machine's clock. */
  readonly sinceMs: number
}

/** Age limit of a search: Replicate removes a prediction's input and output after an hour, so older ones cannot be matched. */
export const KEPT_MS = 60 * 60_000
/** The Date header counts whole seconds, and a request takes some time. */
export const CLOCK_MARGIN_MS = 5000
/** Most pages that are read: more than one per second of that hour is not a plausible list. */
export const MOST_PAGES = 3600

/**
 * Finds the prediction created by a request whose answer was lost; null when there is none. Two actors may share prompt and seed, so the
 * image is compared too. `claimedIds`: ids that belong to pictures already; a match is added. Throws GenerationError when the base image
 * can no longer be compared.
 */
export async function findExistingPrediction(
  api: Api,
  wanted: Wanted,
  claimedIds: Set<string>,
  now: () => number,
  signal: AbortSignal,
): Promise<Prediction | null> {
  let doubtful: Prediction | null = null
  let query: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await api.predictions(query, signal)
    if (!answer.ok) throw errorOf(answer.failure, wanted.model)
    const ahead = (answer.servedAt ?? now()) - now()
    const from = Math.max(wanted.sinceMs, now() - KEPT_MS) + ahead - CLOCK_MARGIN_MS
    for (const prediction of answer.value.results) {
      if (
        Date.parse(prediction.created_at) < from ||
        claimedIds.has(prediction.id) ||
        !sameButImage(prediction, wanted)
      )
        continue
      const same = await sameImage(api, prediction, wanted, signal)
      if (same && !claimedIds.has(prediction.id)) {
        claimedIds.add(prediction.id)
        return prediction
      }
      if (same === null) doubtful ??= prediction
    }
    const oldest = answer.value.results.at(-1)
    query = searchOf(answer.value.next)
    if (query === null || !oldest || Date.parse(oldest.created_at) < from) break
  }
  if (doubtful === null) return null
  throw new GenerationError(
    `Replicate may already have generated this image, but its base image can no longer be compared. Check replicate.com/p/${doubtful.id}, then retry the failed images to generate it again.`,
    { again: false },
  )
}

/** Returns the query of the next page; it is requested at the configured address, so that the token is sent nowhere else. */
export const searchOf = (next: string | null | undefined): string | null =>
  next ? (URL.parse(next, 'http://localhost')?.search ?? null) || null : null

function sameButImage({ model, input, data_removed }: Prediction, wanted: Wanted): boolean {
  if (data_removed || !input || (model !== '' && model !== wanted.model)) return false
  return Object.entries(wanted.input).every(([key, value]) => isDeepStrictEqual(input[key], value))
}

/** Returns null when the images cannot be compared. */
async function sameImage(
  api: Api,
  { input }: Prediction,
  { fields, base }: Wanted,
  signal: AbortSignal,
): Promise<boolean | null> {
  const value = input?.[fields.image.name]
  const reference: unknown = Array.isArray(value) ? value[0] : value
  if (typeof reference !== 'string') return null
  const data = /^data:[^,]*;base64,(.*)$/s.exec(reference)?.[1]
  if (data !== undefined) return sha256(Buffer.from(data, 'base64')) === base.sha256
  const fileId = /\/files\/([\w-]+)$/.exec(URL.parse(reference)?.pathname ?? '')?.[1]
  if (fileId === undefined) return null
  const file = await api.file(fileId, signal)
  const checksum = file.ok ? file.value.checksums?.sha256 : null
  return checksum ? checksum === base.sha256 : null
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
