import { type Assessment, type Verdict, worst } from './assessment.ts'
import { cropOf } from './crop.ts'
import type { ManifestImage } from './manifest.ts'
import { isStyle, type Style } from './style.ts'

export type Lane = Style | 'unsorted' | 'rejected'

/** Names in headings and buttons. */
export const LANE_NAMES: Readonly<Record<Lane, string>> = {
  photorealistic: 'Photorealistic',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
}

/** Source of the style that an image counts for. `given` means a type in the manifest without a record of who set it. */
export type DecidedBy = 'human' | 'generator' | 'given' | 'evaluator'

/** An image with all that a plan or a gallery needs; a person's decisions already take precedence over the evaluators here. */
export interface ActorImage {
  readonly filename: string
  readonly bytes: number
  /** Null until measured. */
  readonly sha256: string | null
  readonly entry: ManifestImage
  /** Null when not measured yet; such an image is never shown as good. */
  readonly assessment: Assessment | null
  /** Style that the image counts for; null while unknown. */
  readonly style: Style | null
  readonly decidedBy: DecidedBy | null
  /** True when the style is a guess that needs a review. */
  readonly unsure: boolean
  readonly verdict: Verdict | null
  /** True when a person marked the image to keep: no plan removes it. */
  readonly kept: boolean
  readonly lane: Lane
}

/** Returns true when the image is marked to keep; a person's later rejection ends that, whatever program wrote both. */
export const isKept = ({ kept_by, classified_by, verdict }: ManifestImage): boolean =>
  kept_by === 'human' && !(classified_by === 'human' && verdict === 'reject')

/** Drops the borders issue once a person has cropped the image: the person saw its edges. */
function asCropped(assessment: Assessment | null, entry: ManifestImage): Assessment | null {
  if (!assessment?.issues.some(({ key }) => key === 'borders')) return assessment
  const crop = cropOf(entry)
  if (crop === null || crop.width * crop.height === 1) return assessment
  const issues = assessment.issues.filter(({ key }) => key !== 'borders')
  return { ...assessment, issues, verdict: worst(issues) }
}

/**
 * Decides an image's style by precedence: a person; the style that a generated image was requested in; a type that the manifest had
 * already; the evaluator. An entry that an evaluator wrote has its name and yields to a newer opinion.
 */
export function settle(
  file: { readonly filename: string; readonly bytes: number; readonly sha256: string | null },
  entry: ManifestImage,
  said: Assessment | null,
): ActorImage {
  const assessment = asCropped(said, entry)
  const human = entry.classified_by === 'human'
  const guess = assessment?.guess ?? null
  const [style, decidedBy, unsure] = ((): [Style | null, DecidedBy | null, boolean] => {
    if (human) return isStyle(entry.type) ? [entry.type, 'human', false] : [guess?.style ?? null, 'human', true]
    if (isStyle(entry.type) && entry.source === 'generated') return [entry.type, 'generator', false]
    if (isStyle(entry.type) && entry.classified_by === undefined) return [entry.type, 'given', false]
    return guess ? [guess.style, 'evaluator', guess.unsure] : [null, null, false]
  })()
  const unreadable = assessment?.issues.some((issue) => issue.key === 'unreadable') ?? false
  // A file that does not decode cannot be kept; a person decides on every other.
  const kept = isKept(entry)
  const word = kept ? 'keep' : human ? (entry.verdict ?? 'keep') : null
  const verdict = unreadable ? 'reject' : (word ?? assessment?.verdict ?? null)
  const lane: Lane = verdict === 'reject' ? 'rejected' : style === null || unsure ? 'unsorted' : style
  return { ...file, entry, assessment, style, decidedBy, unsure, verdict, kept, lane }
}

/** Returns true when a person has decided on the image. */
export const isDecided = ({ decidedBy }: Pick<ActorImage, 'decidedBy'>): boolean => decidedBy === 'human'

export const counts = (image: Pick<ActorImage, 'style' | 'verdict'>): boolean =>
  image.style !== null && image.verdict !== 'reject' && image.verdict !== null
