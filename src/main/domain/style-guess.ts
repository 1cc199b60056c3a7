import type { StyleGuess } from './assessment.ts'
import { type Shift, UNTAUGHT } from './learned-style.ts'
import { logOdds } from './log-odds.ts'
import { isUnreadable, type Measured, type Measures } from './measures.ts'
import { type PerStyle, STYLES } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Labels that contradict what was counted leave it open whether a drawing has colour. */
const UNDECIDED_COLOUR = 0.2

/** Whether the probability of "drawn" is far enough from even to be believed. */
export const isSure = (drawn: number): boolean =>
  drawn <= THRESHOLDS.sure.photographed || drawn >= THRESHOLDS.sure.drawn

/**
 * The likeliest style from two independent questions: was it drawn, and is it without colour. A photograph needs no second one. `shift` is
 * what the library's own labels add.
 */
export function guessStyle(measures: Pick<Measures, 'drawn' | 'monochrome'>, shift: Shift = UNTAUGHT): StyleGuess {
  const trust = THRESHOLDS.monochromeTrust
  const drawn = shifted(measures.drawn, shift.drawn)
  const grey = shifted(measures.monochrome ? trust : 1 - trust, shift.grey)
  const probability: PerStyle = {
    photorealistic: 1 - drawn,
    bw_stylized: drawn * grey,
    color_stylized: drawn * (1 - grey),
  }
  const style = STYLES.reduce((best, next) => (probability[next] > probability[best] ? next : best))
  return { style, confidence: probability[style], unsure: !isSure(drawn) || Math.abs(grey - 0.5) < UNDECIDED_COLOUR }
}

/**
 * Whether an actor is a photographed person rather than a drawn character. The base image decides when its own measure is sure; where
 * it is not (wash drawings, old prints), the actor's other images lend it evidence: their median log-odds are added to its own, the
 * median because a set is a mix. Even odds count as drawn, since a photograph made from a drawing helps nobody.
 */
export function subjectIsPhotographed(base: Measured, others: readonly Measured[]): boolean {
  if (isUnreadable(base)) return false
  if (!guessStyle(base).unsure) return base.drawn < 0.5
  const odds = others.flatMap((other) => (isUnreadable(other) ? [] : [logOdds(other.drawn)])).sort((a, b) => a - b)
  return logOdds(base.drawn) + (odds[odds.length >> 1] ?? 0) < 0
}

/**
 * The probability that an image was drawn, given its actor's base image: a drawn character is seldom photographed, while a photographed
 * person is drawn often enough.
 */
export function drawnGiven(drawn: number, base: Measured | null): number {
  if (base === null || isUnreadable(base) || base.drawn < THRESHOLDS.sure.drawn) return drawn
  return shifted(drawn, THRESHOLDS.drawnBaseLogit)
}

/** A probability with something added to its logit. */
const shifted = (probability: number, by: number): number =>
  by === 0 ? probability : 1 / (1 + Math.exp(-logOdds(probability) - by))
