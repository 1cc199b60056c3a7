import { type Assessment, type Verdict, worst } from './assessment.ts'
import { cropOf } from './crop.ts'
import type { ManifestImage } from './manifest.ts'
import { isStyle, type Style } from './style.ts'

export type Lane = Style | 'unsorted' | 'rejected'

/** As headings and buttons name them. */
export const LANE_NAMES: Readonly<Record<Lane, string>> = {
  photorealistic: 'Photorealistic',
  bw_stylized: 'B&W',
  color_stylized: 'Colour',
  unsorted: 'Unsorted',
  rejected: 'Rejected',
}

/** Who decided on the style an image counts for. `given` is a type the manifest brought along without saying who set it. */
export type DecidedBy = 'human' | 'generator' | 'given' | 'evaluator'

/** An image with everything a plan or a gallery needs to know; what a human said already outranks the evaluators here. */
export interface ActorImage {
  readonly filename: string
  readonly bytes: number
  /** Null until measured. */
  readonly sha256: string | null
  readonly entry: ManifestImage
  /** Null: not measured yet. Never drawn as good. */
  readonly assessment: Assessment | null
  /** The style it counts for; null while nothing is known. */
  readonly style: Style | null
  readonly decidedBy: DecidedBy | null
  /** The style is a guess that a person should look at. */
  readonly unsure: boolean
  readonly verdict: Verdict | null
  /** A person promised it its place: no plan removes it. */
  readonly kept: boolean
  readonly lane: Lane
}

/** A person's later rejection ends an earlier promise, whoever wrote both down. */
export const isKept = ({ kept_by, classified_by, verdict }: ManifestImage): boolean =>
  kept_by === 'human' && !(classified_by === 'human' && verdict === 'reject')

/** A person who cut an image has seen its edges: it has no borders any more. */
function asCropped(assessment: Assessment | null, entry: ManifestImage): Assessment | null {
  if (!assessment?.issues.some(({ key }) => key === 'borders')) return assessment
  const crop = cropOf(entry)
  if (crop === null || crop.width * crop.height === 1) return assessment
  const issues = assessment.issues.filter(({ key }) => key !== 'borders')
  return { ...assessment, issues, verdict: worst(issues) }
}

/**
 * Who outranks whom: a human; then the style a generated image was asked to have; then a type the manifest brought along
 * from elsewhere; then the evaluator. An entry that an evaluator wrote carries its name and stands back for a newer opinion.
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
  // No one can keep a file that does not decode; everything else a human decides.
  const kept = isKept(entry)
  const word = kept ? 'keep' : human ? (entry.verdict ?? 'keep') : null
  const verdict = unreadable ? 'reject' : (word ?? assessment?.verdict ?? null)
  const lane: Lane = verdict === 'reject' ? 'rejected' : style === null || unsure ? 'unsorted' : style
  return { ...file, entry, assessment, style, decidedBy, unsure, verdict, kept, lane }
}

/** A human has said what becomes of it. */
export const isDecided = ({ decidedBy }: Pick<ActorImage, 'decidedBy'>): boolean => decidedBy === 'human'

export const counts = (image: Pick<ActorImage, 'style' | 'verdict'>): boolean =>
  image.style !== null && image.verdict !== 'reject' && image.verdict !== null
