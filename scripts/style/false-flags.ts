import sharp from 'sharp'
import type { Assessment } from '../../src/main/domain/assessment.ts'
import { ownIssues } from '../../src/main/domain/issues.ts'
import { looksLike } from '../../src/main/domain/limits.ts'
import type { Measures } from '../../src/main/domain/measures.ts'
import { STYLES, type Style } from '../../src/main/domain/style.ts'
import { inParallel } from '../../src/main/kit/in-parallel.ts'
import { sharpness } from '../../src/main/evaluation/local/sharpness.ts'
import { heldBack } from './held-back.ts'

interface Judged {
  readonly file: string
  readonly source: string
  readonly measured: Measures
  readonly opinion: Assessment
}

/** One image in this many is used for blurred copies. */
const COPIES_STEP = 10
/** Gaussian blur that everyone can see, as a share of the long side. */
const BLUR = 0.008
const SIDE = 1024
/** Largest share of undamaged images that may be below a threshold. */
const MOST_BELOW = 0.01

/**
 * Returns the figures that thresholds by style are chosen with: how many undamaged images of each style are flagged, among the four fifths
 * of the sources they were chosen on and the fifth held back; the first percentile of sharpness and size; and how much damage is found.
 */
export async function falseFlags(images: readonly Judged[]): Promise<readonly string[]> {
  const held = heldBack(images.map(({ source }) => source))
  const styleOf = ({ measured }: Judged): Style => looksLike(measured)
  const lines = STYLES.flatMap((style) =>
    [false, true].map((isHeld) => {
      const some = images.filter((image) => styleOf(image) === style && held.has(image.source) === isHeld)
      return `  ${style.padEnd(15)} ${isHeld ? 'held back  ' : 'chosen with'} ${flagged(some)}; 1 in 100 below sharpness ${below(
        some.map(({ measured }) => measured.sharpness),
      ).toFixed(0)}, ${below(some.map(({ measured }) => Math.max(measured.width, measured.height)))} px`
    }),
  )
  const all = [false, true].map((isHeld) => {
    const some = images.filter(({ source }) => held.has(source) === isHeld)
    return `  all             ${isHeld ? 'held back  ' : 'chosen with'} ${flagged(some)}`
  })
  return [...lines, ...all, ...(await damage(images, styleOf))]
}

function flagged(images: readonly Judged[]): string {
  const found = images.filter(({ opinion }) => opinion.verdict !== 'keep')
  const keys = Map.groupBy(
    found.flatMap(({ opinion }) => opinion.issues),
    ({ key }) => key,
  )
  const named = [...keys].map(([key, issues]) => `${issues.length} ${key}`).join(', ')
  return `${found.length} of ${images.length} flagged (${((100 * found.length) / images.length).toFixed(1)} %${named && `: ${named}`})`
}

const below = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * MOST_BELOW)] ?? 0

async function damage(images: readonly Judged[], styleOf: (image: Judged) => Style): Promise<readonly string[]> {
  const some = images.filter((_, at) => at % COPIES_STEP === 0)
  const blurred = await inParallel(some, 2, async (image) => ({ ...image, blurred: await blurredSharpness(image) }))
  return STYLES.map((style) => {
    const of = blurred.filter((image) => styleOf(image) === style)
    const hits = (changed: (image: (typeof of)[number]) => Measures, key: string): string =>
      `${of.filter((image) => ownIssues(changed(image), null).some((issue) => issue.key === key)).length} of ${of.length}`
    return `  ${style.padEnd(15)} damaged copies found: blurred ${hits((image) => ({ ...image.measured, sharpness: image.blurred }), 'blur')}, shrunk to 110 px ${hits(({ measured }) => shrunk(measured, 110), 'low_resolution')}, brightened ${hits(({ measured }) => brightened(measured), 'overexposed')}`
  })
}

async function blurredSharpness({ file }: Judged): Promise<number> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .flatten({ background: '#fff' })
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .blur(Math.max(1, BLUR * SIDE))
    .raw()
    .toBuffer({ resolveWithObject: true })
  return sharpness({ width: info.width, height: info.height, rgb: data, alpha: null })
}

function shrunk(measured: Measures, side: number): Measures {
  const scale = side / Math.max(measured.width, measured.height)
  return { ...measured, width: Math.round(measured.width * scale), height: Math.round(measured.height * scale) }
}

/** Applies the planted defect to the measures: v · 1.7 + 70, clipped. */
function brightened(measured: Measures): Measures {
  const up = (value: number): number => Math.min(1, value * 1.7 + 70 / 255)
  const { p1, p5, p50, p95, p99 } = measured.brightness
  return { ...measured, brightness: { p1: up(p1), p5: up(p5), p50: up(p50), p95: up(p95), p99: up(p99) } }
}
