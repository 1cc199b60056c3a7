import { type Assessment, type Issue, type Verdict, worst } from './assessment.ts'
import { ISSUE_KEYS, type IssueKey } from './issue-kinds.ts'
import { isUnreadable, type Measured, type Measures } from './measures.ts'
import type { Shot } from './shot.ts'
import type { Style } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Issues that require an understanding of the picture; pixels reveal the others. */
export const FINDING_KEYS = [
  'symmetry',
  'camera_gaze',
  'distortion',
  'identity_mismatch',
  'text',
] as const satisfies readonly IssueKey[]

export type FindingKey = (typeof FINDING_KEYS)[number]

/** Degrees of a problem. */
export const SEVERITIES = ['none', 'slight', 'clear'] as const

export type Severity = (typeof SEVERITIES)[number]

/** A vision model's opinion of one image. Null always means "not asked or not answered", never "good". */
export interface Opinion {
  /** Service, model and version: "service:model@1". */
  readonly evaluator: string
  /** How the image was sent: on a sheet of many small pictures, or large. */
  readonly seen: 'sheet' | 'close'
  /** True when another request may reveal more: a closer one is due, or an answer was lost. */
  readonly open: boolean
  readonly style: Style | null
  /** Confidence of the style, 0..1. */
  readonly confidence: number | null
  readonly findings: Readonly<Record<FindingKey, Severity | null>>
  readonly verdict: Verdict | null
  /** The model's explanation, or why it gave none. */
  readonly reason: string
  readonly shot: Shot
}

/** Confidence below which a style is a guess that needs a review. Our own value. */
const SURE = 0.7

/** Findings that may reject an image: gaze into the camera or a frontal pose makes it worse for training, not bad. */
const MAY_REJECT: ReadonlySet<FindingKey> = new Set(['distortion', 'identity_mismatch', 'text'])

/**
 * Combines the assessments of pixels and of a vision model. Pixels decide whether a file is readable, a duplicate, large, sharp and well
 * exposed, and whether a drawing has colour; the model decides whether the image is drawn, and everything in `FINDING_KEYS`. Issues that
 * neither measured are listed in `unmeasured`. One issue per cause: an image that pixels reject gets no further issue.
 */
export function merge(local: Assessment, measured: Measured, opinion: Opinion | null): Assessment {
  if (isUnreadable(measured)) return local
  const unmeasured = FINDING_KEYS.filter(
    (key) => (opinion?.findings[key] ?? null) === null && !(key === 'symmetry' && hasSymmetry(local)),
  )
  const notMeasured = unmeasured.length > 0 ? { unmeasured } : {}
  const reason = opinion?.reason ? { reason: opinion.reason } : {}
  if (opinion === null || !saysSomething(opinion)) return { ...local, ...notMeasured, ...reason }
  const guess = styleOf(opinion, measured) ?? local.guess
  const issues = local.verdict === 'reject' ? local.issues : combined(local.issues, opinion)
  return {
    evaluator: opinion.evaluator,
    guess,
    issues,
    verdict: verdictOf(issues, opinion),
    group: guess?.unsure ? local.group : null,
    quality: local.quality,
    ...(local.face !== undefined && { face: local.face }),
    ...(local.person !== undefined && { person: local.person }),
    ...notMeasured,
    ...reason,
  }
}

/**
 * Returns the issues that were neither found nor ruled out. Of the model's findings, pixels reveal only symmetry, and the network for faces
 * the identity; for images that pixels reject, the others do not matter.
 */
export function unmeasuredOf({ evaluator, guess, verdict, face, unmeasured = [] }: Assessment): readonly IssueKey[] {
  if (!evaluator.startsWith('local@') || guess === null || verdict === 'reject') return unmeasured
  const byOthers = FINDING_KEYS.filter(
    (key) => key !== 'symmetry' && (key !== 'identity_mismatch' || face === undefined),
  )
  return ISSUE_KEYS.filter((key) => unmeasured.includes(key) || byOthers.some((other) => other === key))
}

/** Returns true when the opinion answers at least one question. */
export const saysSomething = ({ style, findings }: Opinion): boolean =>
  style !== null || FINDING_KEYS.some((key) => findings[key] !== null)

/** Returns true when a vision model was to be asked and none of its answers is known: it declined, did not answer, or was not asked yet. */
export const saysNothing = ({ unmeasured = [], issues }: Pick<Assessment, 'unmeasured' | 'issues'>): boolean =>
  unmeasured.length > 0 &&
  FINDING_KEYS.every(
    (key) => unmeasured.includes(key) || (key === 'symmetry' && issues.some((issue) => issue.key === key)),
  )

/** Takes the colour of a drawing from the pixels: it is counted, not judged. */
function styleOf({ style, confidence }: Opinion, { monochrome }: Measures): Assessment['guess'] {
  if (style === null) return null
  const sure = confidence ?? 0
  if (style === 'photorealistic') return { style, confidence: sure, unsure: sure < SURE }
  const counted = monochrome ? 'bw_stylized' : 'color_stylized'
  const trusted = counted === style ? sure : Math.min(sure, THRESHOLDS.monochromeTrust)
  return { style: counted, confidence: trusted, unsure: trusted < SURE }
}

const hasSymmetry = (local: Assessment): boolean => local.issues.some(({ key }) => key === 'symmetry')

function combined(local: readonly Issue[], opinion: Opinion): readonly Issue[] {
  // An exact mirror image is a fact. The model judges near symmetry and the identity.
  const counted = local.filter(
    ({ key }) => (key !== 'symmetry' && key !== 'identity_mismatch') || opinion.findings[key] === null,
  )
  const { findings, verdict, reason } = opinion
  const found = FINDING_KEYS.flatMap((key) => {
    const severity = findings[key]
    return severity === null || severity === 'none' ? [] : [{ key, severity }]
  })
  const issues = found.map(({ key, severity }): Issue => {
    const reject = severity === 'clear' && verdict === 'reject' && MAY_REJECT.has(key)
    // The reason describes the image, so it belongs to an issue only when that is the only one.
    const detail = found.length === 1 && reason ? reason : DETAIL[key][severity]
    return { key, verdict: reject ? 'reject' : 'review', detail }
  })
  return [...counted, ...issues]
}

/** A model may set an image to review without naming a problem, but without one it rejects nothing. */
const verdictOf = (issues: readonly Issue[], opinion: Opinion): Verdict => {
  const found = worst(issues)
  return found === 'keep' && opinion.verdict !== null && opinion.verdict !== 'keep' ? 'review' : found
}

const DETAIL: Readonly<Record<FindingKey, Readonly<Record<Exclude<Severity, 'none'>, string>>>> = {
  symmetry: { slight: 'almost frontal and symmetrical', clear: 'frontal and symmetrical' },
  camera_gaze: { slight: 'may look into the camera', clear: 'looks into the camera' },
  distortion: { slight: 'hands, face or body look slightly off', clear: 'hands, face or body are malformed' },
  identity_mismatch: { slight: 'resembles the base image only roughly', clear: 'not the character in the base image' },
  text: { slight: 'contains some text', clear: 'contains text or a watermark' },
}
