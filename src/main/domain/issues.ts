import type { Issue } from './assessment.ts'
import type { Measures } from './measures.ts'
import { THRESHOLDS } from './thresholds.ts'

/**
 * What is wrong with one image by itself. One cause, one issue: too few pixels already explain softness, and neither a dark nor a
 * burnt-out image can be sharp. `medianSharpness` is that of the actor's images of its kind, null when they are too few to compare with.
 */
export function ownIssues(measures: Measures, medianSharpness: number | null): readonly Issue[] {
  const small = lowResolution(measures)
  const exposure = dark(measures) ?? overexposed(measures)
  const soft = (small ?? exposure) ? null : blur(measures, medianSharpness)
  return [small, exposure, soft, symmetry(measures)].filter((issue) => issue !== null)
}

function lowResolution({ width, height }: Measures): Issue | null {
  const { review, reject } = THRESHOLDS.longSide
  const side = Math.max(width, height)
  if (side >= review) return null
  return {
    key: 'low_resolution',
    verdict: side < reject ? 'reject' : 'review',
    detail: `${side} px on the long side, ${review} needed`,
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

function blur({ sharpness }: Measures, median: number | null): Issue | null {
  const { review, reject } = THRESHOLDS.sharpness
  const { ofMedian, below } = THRESHOLDS.relativeSharpness
  const soft = sharpness < review || (median !== null && sharpness < ofMedian * median && sharpness < below)
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

const percent = (share: number): string => `${Math.round(share * 100)} %`
