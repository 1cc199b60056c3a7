import { guessStyle } from '../../src/main/domain/style-guess.ts'
import { type Style, STYLES } from '../../src/main/domain/style.ts'

/** A labelled image with the prediction of a model that was not trained on its source. */
export interface LeftOut {
  readonly source: string
  readonly style: Style
  readonly monochrome: boolean
  /** Probability of "drawn". */
  readonly drawn: number
}

const right = (image: LeftOut): boolean => guessStyle(image).style === image.style

/** Returns the mean over the styles of 2 · hits / (images of the style + images predicted as the style). */
export function macroF1(images: readonly LeftOut[]): number {
  const scores = STYLES.map((style) => precisionAndRecall(images, style).f1)
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

export function precisionAndRecall(images: readonly LeftOut[], style: Style) {
  const called = images.filter((image) => guessStyle(image).style === style)
  const are = images.filter((image) => image.style === style)
  const hits = called.filter((image) => image.style === style).length
  return {
    precision: hits / Math.max(1, called.length),
    recall: hits / Math.max(1, are.length),
    f1: (2 * hits) / Math.max(1, called.length + are.length),
  }
}

/** Returns the share of images that are shown as sure, and how many of those are right. */
export function sureness(images: readonly LeftOut[]) {
  const sure = images.filter((image) => !guessStyle(image).unsure)
  return {
    coverage: sure.length / Math.max(1, images.length),
    accuracy: sure.filter(right).length / Math.max(1, sure.length),
  }
}

export const accuracy = (images: readonly LeftOut[]): number => images.filter(right).length / Math.max(1, images.length)
