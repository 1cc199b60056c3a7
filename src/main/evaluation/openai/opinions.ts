import { type FindingKey, type Opinion, saysSomething, type Severity } from '../../domain/opinion.ts'
import { NO_SHOT } from '../../domain/shot.ts'
import type { TileAnswer } from './answer.ts'
import type { Trouble } from './ask.ts'
import { type Contradicting, isDoubtful } from './doubt.ts'
import type { Seen } from './questions.ts'

const findings = (of: (key: FindingKey) => Severity | null): Opinion['findings'] => ({
  symmetry: of('symmetry'),
  camera_gaze: of('camera_gaze'),
  distortion: of('distortion'),
  identity_mismatch: of('identity_mismatch'),
  text: of('text'),
})

/** Builds an opinion from an answer; `earlier` is the sheet's opinion, which fills in what the close answer left out. */
function opinionOf(
  answer: TileAnswer,
  about: { readonly evaluator: string; readonly seen: Seen; readonly open: boolean; readonly hasBase: boolean },
  earlier: Opinion | null,
): Opinion {
  const { evaluator, seen, open, hasBase } = about
  // Without a base image there was nothing to compare with, whatever the model says.
  const told = (key: FindingKey): Severity | null =>
    key === 'identity_mismatch' && !hasBase ? null : (answer.findings[key] ?? earlier?.findings[key] ?? null)
  const style = answer.style ?? earlier?.style ?? null
  return {
    evaluator,
    seen,
    open,
    style,
    confidence: answer.style === null ? (earlier?.confidence ?? null) : answer.confidence,
    findings: findings(told),
    verdict: answer.verdict ?? earlier?.verdict ?? null,
    reason: answer.reason || earlier?.reason || '',
    shot: {
      angle: answer.shot.angle ?? earlier?.shot.angle ?? null,
      framing: answer.shot.framing ?? earlier?.shot.framing ?? null,
      expression: answer.shot.expression ?? earlier?.shot.expression ?? null,
      light: answer.shot.light ?? earlier?.shot.light ?? null,
    },
  }
}

/** Returns the opinion for an image without an answer; an earlier opinion stays. Only a refusal is final. */
function unanswered(evaluator: string, seen: Seen, trouble: Trouble | null, earlier: Opinion | null): Opinion {
  const open = trouble?.kind !== 'refused'
  if (earlier) return { ...earlier, open }
  const reason = trouble?.message ?? 'The model’s answer did not include this image.'
  return {
    evaluator,
    seen,
    open,
    style: null,
    confidence: null,
    findings: findings(() => null),
    verdict: null,
    reason: `Not measured: ${reason}`,
    shot: NO_SHOT,
  }
}

/** The answer for one image, or why there is none; null when the answer left it out. */
export type TileResult = TileAnswer | Trouble | null

const isAnswer = (told: TileResult): told is TileAnswer => told !== null && !('kind' in told)

export interface View {
  readonly evaluator: string
  readonly seen: Seen
  readonly hasBase: boolean
  /** True when a close assessment follows wherever this one leaves doubt. */
  readonly closerFollows: boolean
}

export function conclude(told: TileResult, pixels: Contradicting, view: View, earlier: Opinion | null): Opinion {
  const { evaluator, seen, hasBase, closerFollows } = view
  const before = earlier && saysSomething(earlier) ? earlier : null
  if (isAnswer(told)) {
    const open = closerFollows && isDoubtful(told, pixels, hasBase)
    return opinionOf(told, { evaluator, seen, open, hasBase }, before)
  }
  const opinion = unanswered(evaluator, seen, told, before)
  return closerFollows ? { ...opinion, open: true } : opinion
}
