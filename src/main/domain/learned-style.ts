import { logOdds } from './log-odds.ts'
import type { Measures } from './measures.ts'
import type { Style } from './style.ts'
import type { Vector } from './vectors.ts'

/** Measures of an image that its style is guessed from. */
export type Seen = Pick<Measures, 'drawn' | 'monochrome' | 'signature'>

/** An image whose style a person set. */
export interface Taught extends Seen {
  readonly style: Style
  /** True for an image of the actor that is assessed: only an actor's own labels make a guess sure. */
  readonly own?: boolean
  /** Vector by the pretrained network for pictures, when installed. */
  readonly shows?: Vector | undefined
}

/** Shift that a library's labels add to the logits of "drawn" and, for a drawing, "without colour". */
export interface Shift {
  readonly drawn: number
  readonly grey: number
}

export type Learned = (image: Seen) => Shift

/** Most labels used, the latest ones: learning solves an equation with as many unknowns, which takes some ten milliseconds. */
export const TAUGHT_AT_MOST = 300

/**
 * Distance within which signatures are similar, and expected noise of a label: the values with the fewest user actions in `npm run bench`.
 */
const REACH = 0.16
const NOISE = 0.3

/** Logit that a label aims for; a guess that is surer and right needs no shift. */
const FOLLOWED = 3
const BOUND = 6

export const UNTAUGHT: Shift = { drawn: 0, grey: 0 }

/**
 * Learns a library's own model: the difference between people's labels and the shipped model's guesses shifts the guesses for similar
 * images (regression of the differences with a Gaussian kernel, so that an image far from every label is not shifted). It is computed from
 * the labels each time, so removing a label removes its effect.
 */
export function learn(taught: readonly Taught[]): Learned {
  const known = taught.filter(({ signature }) => signature.length > 0).slice(-TAUGHT_AT_MOST)
  if (known.length === 0) return () => UNTAUGHT
  const drawings = known.filter(({ style }) => style !== 'photorealistic')
  const drawn = regression(
    known,
    known.map((image) => missing(logOdds(image.drawn), image.style !== 'photorealistic')),
  )
  const grey = regression(
    drawings,
    drawings.map((image) => missing(image.monochrome ? FOLLOWED : -FOLLOWED, image.style === 'bw_stylized')),
  )
  return ({ signature }) => (signature.length === 0 ? UNTAUGHT : { drawn: drawn(signature), grey: grey(signature) })
}

/** Returns the shift that a logit needs to agree with a person's label. */
const missing = (logit: number, truth: boolean): number =>
  truth ? Math.max(0, FOLLOWED - logit) : Math.min(0, -FOLLOWED - logit)

function regression(known: readonly Seen[], differences: readonly number[]): (signature: readonly number[]) => number {
  if (differences.every((difference) => difference === 0)) return () => 0
  const factors = solve(
    known.map((a, i) => known.map((b, j) => nearness(a.signature, b.signature) + (i === j ? NOISE : 0))),
    differences,
  )
  return (signature) => {
    const shift = known.reduce((sum, image, i) => sum + factors[i]! * nearness(signature, image.signature), 0)
    return Math.max(-BOUND, Math.min(BOUND, shift))
  }
}

function nearness(a: readonly number[], b: readonly number[]): number {
  let square = 0
  for (let i = 0; i < a.length; i++) square += (a[i]! - (b[i] ?? 0)) ** 2
  return Math.exp(-square / (2 * REACH * REACH))
}

/** Solves a symmetric positive definite system by Cholesky decomposition. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): Float64Array {
  const n = right.length
  const low = new Float64Array(n * n)
  const x = Float64Array.from(right)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!
      for (let k = 0; k < j; k++) sum -= low[i * n + k]! * low[j * n + k]!
      low[i * n + j] = i === j ? Math.sqrt(sum) : sum / low[j * n + j]!
    }
    for (let k = 0; k < i; k++) x[i]! -= low[i * n + k]! * x[k]!
    x[i]! /= low[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= low[k * n + i]! * x[k]!
    x[i]! /= low[i * n + i]!
  }
  return x
}
