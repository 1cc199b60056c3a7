import { type Assessment, type Issue, type Verdict, worst } from './assessment.ts'
import { ISSUE_KEYS, type IssueKey } from './issue-kinds.ts'
import { isUnreadable, type Measured, type Measures } from './measures.ts'
import type { Shot } from './shot.ts'
import type { Style } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'

/** What only someone who understands the picture can tell; pixels tell the rest. */
export const FINDING_KEYS = [
  'symmetry',
  'camera_gaze',
  'distortion',
  'identity_mismatch',
  'text',
] as const satisfies readonly IssueKey[]

export type FindingKey = (typeof FINDING_KEYS)[number]

/** How much of a problem there is. */
export const SEVERITIES = ['none', 'slight', 'clear'] as const

export type Severity = (typeof SEVERITIES)[number]

/** What a vision model said of one image. Null, wherever it stands, means "not asked or not answered": never "good". */
export interface Opinion {
  /** Who said it: "service:model@1". */
  readonly evaluator: string
  /** On a sheet of many small pictures, or large. */
  readonly seen: 'sheet' | 'close'
  /** Asking again may tell more: a closer look is due, or an answer went astray. */
  readonly open: boolean
  readonly style: Style | null
  /** Of the style, 0..1. */
  readonly confidence: number | null
  readonly findings: Readonly<Record<FindingKey, Severity | null>>
  readonly verdict: Verdict | null
  /** In the model's words; where it said nothing, why. */
  readonly reason: string
  readonly shot: Shot
}

/** Below this a style is a guess that a person should look at: ours. */
const SURE = 0.7

/** A look into the camera or a frontal pose makes a worse training image, not a bad one. */
const MAY_REJECT: ReadonlySet<FindingKey> = new Set(['distortion', 'identity_mismatch', 'text'])

/**
 * One assessment from what pixels and a vision model say. Pixels decide whether a file is readable, repeated, large, sharp and well
 * exposed, and whether a drawing has colour; the model decides whether it was drawn and everything in `FINDING_KEYS`. What
 * neither measured is listed in `unmeasured`. One cause, one issue: an image that pixels reject gets no further issue.
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
 * What of an image nobody looked for, or could tell: neither found nor ruled out. Of what a vision model tells, pixels tell symmetry alone, and
 * the network for faces whose picture it is; of what they reject, nobody wants to know more.
 */
export function unmeasuredOf({ evaluator, guess, verdict, face, unmeasured = [] }: Assessment): readonly IssueKey[] {
  if (!evaluator.startsWith('local@') || guess === null || verdict === 'reject') return unmeasured
  const byOthers = FINDING_KEYS.filter(
    (key) => key !== 'symmetry' && (key !== 'identity_mismatch' || face === undefined),
  )
  return ISSUE_KEYS.filter((key) => unmeasured.includes(key) || byOthers.some((other) => other === key))
}

/** Whether it answers at least one of the questions. */
export const saysSomething = ({ style, findings }: Opinion): boolean =>
  style !== null || FINDING_KEYS.some((key) => findings[key] !== null)

/** A vision model was to be asked, and nothing it was asked for is known: it declined, did not answer, or was not asked yet. */
export const saysNothing = ({ unmeasured = [], issues }: Pick<Assessment, 'unmeasured' | 'issues'>): boolean =>
  unmeasured.length > 0 &&
  FINDING_KEYS.every(
    (key) => unmeasured.includes(key) || (key === 'symmetry' && issues.some((issue) => issue.key === key)),
  )

/** Whether a drawing has colour is counted, not judged: there the pixels are asked. */
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
  // An exact mirror image is a fact; what only comes close to one is for the model to judge, and so is whether it is the character.
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
    // The reason belongs to the image: only where it has a single problem is it about that one.
    const detail = found.length === 1 && reason ? reason : DETAIL[key][severity]
    return { key, verdict: reject ? 'reject' : 'review', detail }
  })
  return [...counted, ...issues]
}

/** A model may send an image to be looked at without naming a problem, but without one it throws nothing away. */
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
