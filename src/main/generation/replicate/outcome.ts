import { GenerationError } from '../../domain/generation.ts'
import type { Prediction } from './answers.ts'
import { endedWithStop } from './failure.ts'
import type { Preset } from './presets.ts'

/** Messages with which models of several makers refuse a picture. */
const SENSITIVE =
  /\bE005\b|sensitive|moderat|nsfw|safety|unsafe|content polic|prohibited|inappropriate|flagged|copyright|public figure|blocked by/i

/** Messages about faults of the service rather than the input. */
const PASSING =
  /try again|retry|temporar|interrupted|time[sd]?[ -]?out|overload|unavailable|capacity|queue is full|out of memory|\bE(003|004|6716)\b|\bPA\b/i

export interface Asked {
  readonly preset: Preset
  readonly promptId: string
  readonly redact: (text: string) => string
}

/** Returns the address of the prediction's picture. Throws GenerationError when there is none. */
export function pictureOf(prediction: Prediction, { preset, promptId, redact }: Asked): string {
  const { id, status } = prediction
  const { model, priceUsd } = preset
  const costOf = (ran: boolean): number => (ran && prediction.started_at ? priceUsd : 0)
  switch (status) {
    case 'succeeded': {
      const url = firstUrl(prediction.output)
      if (url !== null) return url
      throw prediction.data_removed
        ? expired(id, priceUsd)
        : new GenerationError(`${model} returned no image (prediction ${id}).`, {
            again: true,
            costUsd: priceUsd,
          })
    }
    case 'failed': {
      const said = endedWithStop(redact(textOf(prediction.error)))
      // Models priced by the picture do not charge for a failure; those priced by time may.
      const costUsd = costOf(!preset.pricedByPicture)
      if (SENSITIVE.test(said)) {
        throw new GenerationError(
          `${model} refuses the prompt “${promptId}” with this base image as sensitive: choose another prompt. Its message: ${said}`,
          { again: false, costUsd },
        )
      }
      const again = PASSING.test(said)
      const advice = again ? '' : ' Choose another prompt or model, or retry the failed images later.'
      throw new GenerationError(`${model} failed (prediction ${id}): ${said}${advice}`, { again, costUsd })
    }
    case 'canceled':
      throw new GenerationError(
        `Prediction ${id} was cancelled on Replicate, by hand or at its time limit. Retry the failed images to generate it again.`,
        { again: false, costUsd: costOf(true) },
      )
    case 'aborted':
      throw new GenerationError(
        `Replicate dropped prediction ${id} before it started because its time limit had passed; it costs nothing.`,
        { again: true },
      )
    case 'starting':
    case 'processing':
    case 'unknown':
      throw new GenerationError(`Prediction ${id} has not ended yet.`, { again: false })
  }
}

export const expired = (id: string, priceUsd: number): GenerationError =>
  new GenerationError(
    `Replicate deleted the image of prediction ${id}, as it does after an hour. It was paid for and cannot be retrieved.`,
    { again: true, costUsd: priceUsd },
  )

/** Returns the first address in an output, which is an address, a list of them, or an object that contains some. */
export function firstUrl(output: unknown, depth = 0): string | null {
  if (typeof output === 'string') return /^(https?|data):/i.test(output) ? output : null
  if (typeof output !== 'object' || output === null || depth > 3) return null
  for (const value of Object.values(output)) {
    const url = firstUrl(value, depth + 1)
    if (url !== null) return url
  }
  return null
}

const textOf = (error: unknown): string => (typeof error === 'string' ? error : (JSON.stringify(error) ?? 'no reason'))
