import type { z } from 'zod'
import type { ImageDetailView, IssueView } from '../../../../main/contract/views.ts'
import { limitsOf } from '../../../../main/domain/limits.ts'
import { THRESHOLDS } from '../../../../main/domain/thresholds.ts'
import type { Image } from './image.ts'
import { strings } from '../../base/strings/index.ts'
import type { Layer } from '../window/lightbox-store.ts'

type Issue = z.infer<typeof IssueView>
type Measures = NonNullable<z.infer<typeof ImageDetailView>['measures']>

/** One cause of a verdict: what was found, and by which figure against which limit. */
export interface Cause {
  readonly key: string
  readonly title: string
  readonly detail: string
  /** The figure and the limits that it was held against; empty where no figure decides. */
  readonly figure: string
  readonly verdict: Issue['verdict']
  /** What shows where. */
  readonly layer: Layer | null
  /** File name of the image that stays in its place. */
  readonly duplicateOf: string | null
}

const { why } = strings

const LAYER: Partial<Record<Issue['key'], Layer>> = {
  blur: 'sharpness',
  dark: 'exposure',
  overexposed: 'exposure',
  symmetry: 'mirror',
}

/** By which figure an issue was found, where one decides. */
const FIGURE: Partial<Record<Issue['key'], (measures: Measures) => string>> = {
  blur: (measures) => why.sharpness(measures.sharpness, limitsOf('sharpness', measures)),
  dark: ({ brightness }) => why.dark(brightness.p99, THRESHOLDS.darkP99.review, THRESHOLDS.darkP99.reject),
  symmetry: ({ symmetry }) => why.symmetry(symmetry, THRESHOLDS.symmetry.review, THRESHOLDS.symmetry.reject),
  low_resolution: (measures) => why.lowResolution(limitsOf('longSide', measures)),
}

/** Why the image has the verdict it has: a human's word first, then every issue with its figure. */
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
