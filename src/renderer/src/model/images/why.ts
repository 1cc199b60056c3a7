import type { z } from 'zod'
import type { ImageDetailView, IssueView } from '../../../../main/contract/views.ts'
import { limitsOf } from '../../../../main/domain/limits.ts'
import { THRESHOLDS } from '../../../../main/domain/thresholds.ts'
import type { Image } from './image.ts'
import { strings } from '../../base/strings/index.ts'
import type { Layer } from '../window/lightbox-store.ts'

type Issue = z.infer<typeof IssueView>
type Measures = NonNullable<z.infer<typeof ImageDetailView>['measures']>

/** One cause of a verdict: the issue, with its measured value and its limit. */
export interface Cause {
  readonly key: string
  readonly title: string
  readonly detail: string
  /** The measured value and its limits; empty when no number decides. */
  readonly figure: string
  readonly verdict: Issue['verdict']
  /** The overlay that shows where in the image it was found. */
  readonly layer: Layer | null
  /** File name of the image that stays instead. */
  readonly duplicateOf: string | null
}

const { why } = strings

const LAYER: Partial<Record<Issue['key'], Layer>> = {
  blur: 'sharpness',
  dark: 'exposure',
  overexposed: 'exposure',
  symmetry: 'mirror',
}

/** The measured value that decides an issue, where a number decides. */
const FIGURE: Partial<Record<Issue['key'], (measures: Measures) => string>> = {
  blur: (measures) => why.sharpness(measures.sharpness, limitsOf('sharpness', measures)),
  dark: ({ brightness }) => why.dark(brightness.p99, THRESHOLDS.darkP99.review, THRESHOLDS.darkP99.reject),
  symmetry: ({ symmetry }) => why.symmetry(symmetry, THRESHOLDS.symmetry.review, THRESHOLDS.symmetry.reject),
  low_resolution: (measures) => why.lowResolution(limitsOf('longSide', measures)),
}

/** Explains an image's verdict: a person's decision first, then every issue with its value. */
export function causesOf(image: Image, measures: Measures | null): readonly Cause[] {
  const human: Cause[] =
    image.decidedBy === 'human' && image.verdict === 'reject'
      ? [
          {
            key: 'human',
            title: why.human,
            detail: why.humanDetail,
            figure: '',
            verdict: 'reject',
            layer: null,
            duplicateOf: null,
          },
        ]
      : []
  return [
    ...human,
    ...image.issues.map((issue): Cause => ({
      key: issue.key,
      title: strings.issues[issue.key],
      detail: issue.detail,
      figure: (measures && FIGURE[issue.key]?.(measures)) ?? '',
      verdict: issue.verdict,
      layer: LAYER[issue.key] ?? null,
      duplicateOf: issue.duplicateOf,
    })),
  ]
}
