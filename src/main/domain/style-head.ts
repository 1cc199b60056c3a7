import type { Style } from './style.ts'
import { type Shift, type Taught, TAUGHT_AT_MOST } from './learned-style.ts'
import { logOdds } from './log-odds.ts'
import { THRESHOLDS } from './thresholds.ts'
import { middleOf, type Vector } from './vectors.ts'

/**
 * Trains a head on the labels that have vectors; null when there are none. `shown` returns what a vector by itself adds to the logit of
 * "drawn".
 */
export function styleHeadOf(
  taught: readonly Taught[],
  shown: (vector: Vector) => number,
): ((vector: Vector) => Shift) | null {
  const labelled = taught.slice(-TAUGHT_AT_MOST).flatMap(({ shows, style, drawn, monochrome }): Labelled[] => {
    if (!shows) return []
    const trust = logOdds(THRESHOLDS.monochromeTrust)
    return [
      { vector: shows, style, before: { drawn: logOdds(drawn) + shown(shows), grey: monochrome ? trust : -trust } },
    ]
  })
  return labelled.length === 0 ? null : styleHead(labelled)
}

/** A picture with a person's style label and the logits estimated without it. */
export interface Labelled {
  readonly vector: Vector
  readonly style: Style
  /** Logits of "drawn" and, for a drawing, "without colour". */
  readonly before: Shift
}

/** Keeps weights near zero, so that a few labels move a guess only a little. Our own value. */
const RIDGE = 0.02
const STEPS = 60
const RATE = 4
const BOUND = 6

/**
 * Trains a logistic head on the vectors of pictures: people's labels move the guesses for pictures of similar content. The estimate without
 * labels is the offset of the logit, and a ridge penalty holds the result near it, so that nothing changes without labels.
 */
export function styleHead(labelled: readonly Labelled[]): (vector: Vector) => Shift {
  const drawings = labelled.filter(({ style }) => style !== 'photorealistic')
  const drawn = head(
    labelled.map(({ vector, before, style }) => ({
      vector,
      offset: before.drawn,
      truth: style === 'photorealistic' ? 0 : 1,
    })),
  )
  const grey = head(
    drawings.map(({ vector, before, style }) => ({
      vector,
      offset: before.grey,
      truth: style === 'bw_stylized' ? 1 : 0,
    })),
  )
  return (vector) => ({ drawn: drawn(vector), grey: grey(vector) })
}

interface Example {
  readonly vector: Vector
  readonly offset: number
  readonly truth: number
}

/**
 * Runs gradient descent on the logistic loss. The mean of all vectors is subtracted first, because CLIP's vectors have most of it in
 * common.
 */
function head(examples: readonly Example[]): (vector: Vector) => number {
  if (examples.length === 0) return () => 0
  const common = examples.length > 1 ? middleOf(examples.map(({ vector }) => vector)) : null
  const centred = (vector: Vector): Vector => (common ? vector.map((value, i) => value - common[i]!) : vector)
  const inputs = examples.map(({ vector }) => centred(vector))
  const weights = new Float32Array(inputs[0]?.length ?? 0)
  let bias = 0
  const logit = (vector: Vector): number => {
    let sum = bias
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * vector[i]!
    return sum
  }
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight) => RIDGE * weight)
    let biasSlope = RIDGE * bias
    for (const [at, { offset, truth }] of examples.entries()) {
      const input = inputs[at]!
      const wrong = (1 / (1 + Math.exp(-offset - logit(input))) - truth) / examples.length
      biasSlope += wrong
      for (let i = 0; i < slope.length; i++) slope[i]! += wrong * input[i]!
    }
    bias -= RATE * biasSlope
    for (let i = 0; i < weights.length; i++) weights[i]! -= RATE * slope[i]!
  }
  return (vector) => Math.max(-BOUND, Math.min(BOUND, logit(centred(vector))))
}
