import { CLIP } from './network.ts'
import { gram, inverse, matrix, type Matrix, part, times } from './matrix.ts'

export interface Example {
  readonly features: Float32Array
  readonly drawn: boolean
  readonly monochrome: boolean
  readonly source: string
}

/**
 * Ridge regression on ±1 in its dual form: the inverse is computed once, and the predictions of a model without some of the examples follow
 * from it. Pictures with and without colour have separate weights with a shared prior: the kernel is multiplied by `APART` where one has
 * colour and the other does not.
 */
export interface Fit {
  /** Examples without their softened copies. */
  readonly originals: readonly Example[]
  /** Examples including their softened copies. */
  readonly examples: readonly Example[]
  readonly mean: Float32Array
  readonly scale: Float32Array
  readonly standard: Matrix
  readonly products: Matrix
  readonly inverse: Matrix
  readonly dual: Float64Array
}

// Both chosen on sources left out, from 0.03 to 3 and from 0.4 to 1.
const PENALTY = 0.1
const APART = 0.6
/** Weight of a softened copy relative to its picture, chosen on sources left out. */
const COPY = 0.3

/** Fits a model. `softened` holds a copy of each original. */
export function fit(originals: readonly Example[], softened: readonly Example[]): Fit {
  const examples = [...originals, ...softened]
  const alone = weightsOf(originals)
  const weight = [...alone, ...alone.map((value) => value * COPY)].map((value) => value / (1 + COPY))
  const { mean, scale } = moments(examples, weight)
  const standard = matrix(examples.length, mean.length)
  for (const [i, { features }] of examples.entries())
    for (let k = 0; k < mean.length; k++)
      standard.data[i * mean.length + k] = Math.max(-CLIP, Math.min(CLIP, (features[k]! - mean[k]!) / scale[k]!))
  const products = gram(standard)
  const system = matrix(examples.length, examples.length)
  for (let i = 0; i < examples.length; i++)
    for (let j = 0; j < examples.length; j++)
      system.data[i * examples.length + j] =
        (products.data[i * examples.length + j]! / mean.length) * shared(examples[i]!, examples[j]!) +
        1 +
        (i === j ? PENALTY / weight[i]! : 0)
  const inverted = inverse(system)
  return {
    originals,
    examples,
    mean,
    scale,
    standard,
    products,
    inverse: inverted,
    dual: times(inverted, examples.map(targetOf)),
  }
}

/** Returns the prediction for each original by a model trained without its group, copies included. */
export function leftOut(
  { originals, examples, inverse: inverted, dual }: Fit,
  groupOf: (example: Example) => string,
): number[] {
  const scores = examples.map(() => 0)
  for (const indices of Map.groupBy(examples.keys(), (i) => groupOf(examples[i]!)).values()) {
    const away = times(
      inverse(part(inverted, indices)),
      indices.map((i) => dual[i]!),
    )
    for (const [k, i] of indices.entries()) scores[i] = targetOf(examples[i]!) - away[k]!
  }
  return scores.slice(0, originals.length)
}

/** Returns the weights of the features for pictures without and with colour, interleaved, and the bias. */
export function weightsOfFit({ examples, standard, dual }: Fit): {
  readonly weights: Float64Array
  readonly bias: number
} {
  const { columns, data } = standard
  const weights = new Float64Array(columns * 2)
  for (const [i, { monochrome }] of examples.entries())
    for (let k = 0; k < columns; k++) {
      const amount = (dual[i]! * data[i * columns + k]!) / columns
      weights[2 * k]! += amount * (monochrome ? 1 : APART)
      weights[2 * k + 1]! += amount * (monochrome ? APART : 1)
    }
  return { weights, bias: dual.reduce((sum, value) => sum + value, 0) }
}

const targetOf = ({ drawn }: Example): number => (drawn ? 1 : -1)

const shared = (a: Example, b: Example): number => (a.monochrome === b.monochrome ? 1 : APART)

/**
 * Returns the weights of examples. A source of n images weighs √n, and drawings weigh as much as photographs, so that no large book
 * dominates the drawings.
 */
export function weightsOf(examples: readonly Pick<Example, 'drawn' | 'source'>[]): number[] {
  const sizes = Map.groupBy(examples, ({ drawn, source }) => `${drawn} ${source}`)
  const raw = examples.map(({ drawn, source }) => 1 / Math.sqrt(sizes.get(`${drawn} ${source}`)!.length))
  const sumOf = (drawn: boolean): number =>
    raw.reduce((sum, value, i) => sum + (examples[i]!.drawn === drawn ? value : 0), 0)
  const sums = { true: sumOf(true), false: sumOf(false) }
  return raw.map((value, i) => (value * examples.length) / 2 / sums[`${examples[i]!.drawn}`])
}

function moments(examples: readonly Example[], weight: readonly number[]) {
  const length = examples[0]!.features.length
  const total = weight.reduce((sum, value) => sum + value, 0)
  const mean = new Float64Array(length)
  const square = new Float64Array(length)
  for (const [i, { features }] of examples.entries())
    for (let k = 0; k < length; k++) {
      mean[k]! += (weight[i]! * features[k]!) / total
      square[k]! += (weight[i]! * features[k]! ** 2) / total
    }
  return {
    mean: Float32Array.from(mean),
    scale: Float32Array.from(square, (value, k) => Math.sqrt(Math.max(0, value - mean[k]! ** 2)) + 1e-5),
  }
}
