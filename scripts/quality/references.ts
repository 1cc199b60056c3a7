import { looksLike } from '../../src/main/domain/limits.ts'
import type { Measures } from '../../src/main/domain/measures.ts'
import { STYLES } from '../../src/main/domain/style.ts'
import { THRESHOLDS } from '../../src/main/domain/thresholds.ts'

interface Limit {
  readonly of: string
  readonly whose: string
  readonly value: string
  readonly flags: (measures: Measures) => boolean
}

const { sharpness, longSide, darkP99 } = THRESHOLDS
const byStyle = (limits: typeof sharpness | typeof longSide): string => STYLES.map((style) => limits[style]).join(' · ')

/** Published thresholds, each with ours for the same measure. */
const LIMITS: readonly Limit[] = [
  {
    of: 'sharpness',
    whose: 'Evencast',
    value: byStyle(sharpness),
    flags: (measures) => measures.sharpness < sharpness[looksLike(measures)],
  },
  { of: 'sharpness', whose: 'SceneWorks, styles', value: '25', flags: (measures) => measures.sharpness < 25 },
  { of: 'sharpness', whose: 'SceneWorks, people', value: '40', flags: (measures) => measures.sharpness < 40 },
  { of: 'sharpness', whose: 'LoRA Dataset Studio', value: '150', flags: (measures) => measures.sharpness < 150 },
  {
    of: 'long side, px',
    whose: 'Evencast',
    value: byStyle(longSide),
    flags: (measures) => Math.max(measures.width, measures.height) < longSide[looksLike(measures)],
  },
  {
    of: 'short side, px',
    whose: 'LoRA Dataset Studio',
    value: '768',
    flags: ({ width, height }) => Math.min(width, height) < 768,
  },
  {
    of: 'darkness, 99th percentile',
    whose: 'Evencast, CleanVision',
    value: String(darkP99.review),
    flags: ({ brightness }) => brightness.p99 < darkP99.review,
  },
  {
    of: 'brightness, 5th percentile',
    whose: 'CleanVision',
    value: '0.95',
    flags: ({ brightness }) => brightness.p5 > 0.95,
  },
]

/** Returns rows with each threshold and the share of undamaged images of each style on its wrong side. */
export function besideReferences(images: readonly Measures[]): string {
  const of = Map.groupBy(images, looksLike)
  return LIMITS.map(({ of: measure, whose, value, flags }) => {
    const shares = STYLES.map((style) => {
      const some = of.get(style) ?? []
      return `${((100 * some.filter(flags).length) / (some.length || 1)).toFixed(1)} %`
    })
    return `| ${[measure, whose, value, ...shares].join(' | ')} |`
  }).join('\n')
}
