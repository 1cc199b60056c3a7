import { type Example, weightsOf } from './ridge.ts'

/** Converts a score to the logit of "drawn": `slope × score + offset`. */
export interface Calibration {
  readonly slope: number
  readonly offset: number
}

export const probability = ({ slope, offset }: Calibration, score: number): number =>
  1 / (1 + Math.exp(-slope * score - offset))

/**
 * Fits Platt scaling to scores of models that were not trained on the image's source, each source with equal weight: Newton's method on the
 * log-loss.
 */
export function calibrate(scores: readonly number[], examples: readonly Example[]): Calibration {
  const weight = weightsOf(examples)
  let [slope, offset] = [1, 0]
  for (let round = 0; round < 50; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6]
    for (const [i, score] of scores.entries()) {
      const p = probability({ slope, offset }, score)
      const error = weight[i]! * ((examples[i]!.drawn ? 1 : 0) - p)
      const curve = weight[i]! * Math.max(1e-6, p * (1 - p))
      g0 += error
      g1 += error * score
      h00 += curve
      h01 += curve * score
      h11 += curve * score * score
    }
    const determinant = h00 * h11 - h01 * h01
    offset += (h11 * g0 - h01 * g1) / determinant
    slope += (h00 * g1 - h01 * g0) / determinant
  }
  return { slope, offset }
}
