import type { StyleGuess } from './assessment.ts'
import { type Shift, UNTAUGHT } from './learned-style.ts'
import { logOdds } from './log-odds.ts'
import { isUnreadable, type Measured, type Measures } from './measures.ts'
import { type PerStyle, STYLES } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Distance from even odds below which it stays undecided whether a drawing has colour; labels that contradict the pixels lead there. */
const UNDECIDED_COLOUR = 0.2

/** Returns true when the probability of "drawn" is far enough from even odds. */
export const isSure = (drawn: number): boolean =>
  drawn <= THRESHOLDS.sure.photographed || drawn >= THRESHOLDS.sure.drawn

/**
 * Returns the most likely style from two independent questions: was it drawn, and is it without colour. A photograph needs only the first.
 * `shift` is added by the library's own labels.
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
 * Returns true when an actor is a photographed person rather than a drawn character. The base image decides when its own measure is sure;
 * otherwise (wash drawings, old prints) the median log-odds of the actor's other images are added to its own. The median is used because a
 * set is a mix. Even odds count as drawn, because a photograph generated from a drawing is useless.
 */
export function subjectIsPhotographed(base: Measured, others: readonly Measured[]): boolean {
  if (isUnreadable(base)) return false
  if (!guessStyle(base).unsure) return base.drawn < 0.5
  const odds = others.flatMap((other) => (isUnreadable(other) ? [] : [logOdds(other.drawn)])).sort((a, b) => a - b)
  return logOdds(base.drawn) + (odds[odds.length >> 1] ?? 0) < 0
}

/**
 * Returns the probability that an image was drawn, given its actor's base image: a drawn character is seldom photographed, while a
 * photographed person is drawn often enough.
 */
export function drawnGiven(drawn: number, base: Measured | null): number {
  if (base === null || isUnreadable(base) || base.drawn < THRESHOLDS.sure.drawn) return drawn
  return shifted(drawn, THRESHOLDS.drawnBaseLogit)
}

/** Adds to the logit of a probability. */
const shifted = (probability: number, by: number): number =>
  by === 0 ? probability : 1 / (1 + Math.exp(-logOdds(probability) - by))
