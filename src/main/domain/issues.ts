import type { Issue } from './assessment.ts'
import { limitsOf } from './limits.ts'
import type { Measures } from './measures.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Medians of the actor's comparable images; null when there are too few. */
export interface Medians {
  readonly sharpness: number
  /** Long side, px. */
  readonly side: number
}

/**
 * Returns the issues of one image by itself, one per cause: too few pixels already explain softness, and neither a dark nor an overexposed
 * image can be sharp.
 */
export function ownIssues(measures: Measures, medians: Medians | null): readonly Issue[] {
  const small = lowResolution(measures, medians)
  const exposure = dark(measures) ?? overexposed(measures)
  const soft = (small ?? exposure) ? null : blur(measures, medians)
  return [small, exposure, soft, symmetry(measures), borders(measures)].filter((issue) => issue !== null)
}

function lowResolution(measures: Measures, medians: Medians | null): Issue | null {
  const { review, reject } = limitsOf('longSide', measures)
  const { ofMedian, below } = THRESHOLDS.relativeSide
  const side = Math.max(measures.width, measures.height)
  const isSmallBeside = medians !== null && side < below && side < ofMedian * medians.side
  if (side >= review && !isSmallBeside) return null
  return {
    key: 'low_resolution',
    verdict: side < reject ? 'reject' : 'review',
    detail:
      side < review
        ? `${side} px on the long side, ${review} needed`
        : `${side} px on the long side, much smaller than the other images`,
  }
}

function dark({ brightness }: Measures): Issue | null {
  const { review, reject } = THRESHOLDS.darkP99
  if (brightness.p99 >= review) return null
  return {
    key: 'dark',
    verdict: brightness.p99 < reject ? 'reject' : 'review',
    detail: `brightest areas reach only ${percent(brightness.p99)} of full brightness`,
  }
}

function overexposed(measures: Measures): Issue | null {
  const { p1, p5, p95 } = measures.brightness
  if (p5 > THRESHOLDS.blank.p5 && p1 > THRESHOLDS.blank.inkP1)
    return { key: 'overexposed', verdict: 'review', detail: 'almost entirely white' }
  const { whiteP95, blackP1 } = THRESHOLDS.burnt
  if (p95 < whiteP95 || p1 < blackP1 || !looksBurnt(measures)) return null
  return {
    key: 'overexposed',
    verdict: 'review',
    detail: `highlights clipped, blacks lifted to ${percent(p1)} brightness`,
  }
}

function looksBurnt({ brightness: { p1, p5, p50 }, drawn, monochrome }: Measures): boolean {
  const { photographP50, colourDrawingP50, inkSpread } = THRESHOLDS.burnt
  if (drawn < 0.5) return p50 >= photographP50
  return p5 - p1 <= inkSpread || (!monochrome && p50 >= colourDrawingP50)
}

function blur(measures: Measures, medians: Medians | null): Issue | null {
  const { sharpness } = measures
  const { review, reject } = limitsOf('sharpness', measures)
  const { ofMedian, below } = THRESHOLDS.relativeSharpness
  const soft = sharpness < review || (medians !== null && sharpness < ofMedian * medians.sharpness && sharpness < below)
  if (!soft) return null
  return {
    key: 'blur',
    verdict: sharpness < reject ? 'reject' : 'review',
    detail: sharpness < review ? 'nothing is in focus' : 'much softer than the other images',
  }
}

function symmetry({ symmetry: correlation }: Measures): Issue | null {
  const { review, reject } = THRESHOLDS.symmetry
  if (correlation < review) return null
  const exact = correlation >= reject
  return {
    key: 'symmetry',
    verdict: exact ? 'reject' : 'review',
    detail: exact ? 'one half is the mirror image of the other' : 'almost mirror-symmetrical',
  }
}

/** Finds letterbox bars or a frame, which a crop removes. */
const borders = ({ borders: share }: Measures): Issue | null =>
  share > 0 ? { key: 'borders', verdict: 'review', detail: `even borders cover ${percent(share)} of the image` } : null

const percent = (share: number): string => `${Math.round(share * 100)} %`
