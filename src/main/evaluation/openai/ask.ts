import { type LimitNames, secondRoom } from './answer-limit.ts'
import { EvencastError } from '../../domain/error.ts'
import { readAnswer, type TileAnswer } from './answer.ts'
import { answerRoom, requestTokens, textTokens } from './estimate.ts'
import type { FormatLadder } from './formats.ts'
import type { Instructions } from './instructions.ts'
import { chatBody, type Asking } from './request.ts'
import type { Seen } from './questions.ts'
import type { Sheet } from './sheets.ts'
import { send, type SendCall } from './send.ts'
import type { Transport } from './transport.ts'

/**
 * Why a sheet has no answer. A `refused` one will stay so, a `length` one may work with fewer tiles, a `malformed` one may work another
 * time.
 */
export interface Trouble {
  readonly kind: 'refused' | 'length' | 'malformed'
  readonly message: string
}

export type Result =
  | { readonly ok: true; readonly tiles: ReadonlyMap<number, TileAnswer> }
  | { readonly ok: false; readonly trouble: Trouble }

export interface AskPorts {
  readonly transport: Transport
  readonly ladder: FormatLadder
  readonly model: string
  readonly instructions: Instructions
  readonly detail: boolean
  readonly limits: LimitNames
}

export interface AskCall extends SendCall {
  readonly seen: Seen
  readonly sheet: Sheet
  readonly hasBase: boolean
  readonly count: number
}

/**
 * Asks about one sheet in the strictest format the server supports; once more with more room when the answer was cut off, and once more
 * with the problem named when it could not be parsed.
 */
export async function ask(ports: AskPorts, call: AskCall): Promise<Result> {
  const { ladder, limits } = ports
  const { count, seen, hasBase } = call
  const expected = requestTokens(ports, seen, count, hasBase)
  let room = answerRoom(ports.model, expected.output)
  let isSecond = false
  let mend: Asking['mend']
  let format = ladder.current()
  for (;;) {
    const limitName = limits.current()
    const asking = { ...ports, ...call, format, mend }
    const { outcome, tokens } = await send(
      ports.transport,
      {
        input: expected.input + (mend ? textTokens(mend.text + mend.problem) : 0),
        output: expected.output,
        room,
        limitName,
        bodyFor: (limit) => chatBody({ ...asking, limit }),
      },
      call,
    )
    if (outcome.kind === 'format') {
      const next = ladder.refused(format)
      if (next === null) return failed('malformed', outcome.message)
      format = next
      continue
    }
    if (outcome.kind === 'limit') {
      if (!limits.refused(limitName)) throw new EvencastError('UPSTREAM', outcome.message)
      continue
    }
    if (outcome.kind === 'length') {
      if (limitName === null || isSecond || !outcome.isCutOff) return failed('length', outcome.message)
      room = secondRoom(tokens)
      isSecond = true
      continue
    }
    if (outcome.kind === 'refused') return failed('refused', outcome.message)
    const text = outcome.kind === 'text' ? outcome.text : ''
    const answer = readAnswer(text, seen, count)
    if (answer.ok) {
      if (!mend) ladder.worked(format)
      return answer
    }
    if (!answer.json && text !== '') ladder.wasIgnored(format)
    if (mend) return failed('malformed', `The model’s answer could not be used. ${answer.problem}`)
    // The schema goes into the text this time: some servers accept it as `response_format` and then ignore it.
    if (format === 'json_schema' && !answer.json) format = 'json_object'
    mend = { text: text.slice(0, LONGEST_QUOTE) || '(nothing)', problem: answer.problem }
  }
}

const LONGEST_QUOTE = 4000

const failed = (kind: Trouble['kind'], message: string): Result => ({ ok: false, trouble: { kind, message } })
