import { type AnswerRoom, type LimitName, type LimitNames, secondRoom, tokensOf } from './answer-limit.ts'
import { EvencastError } from '../../domain/error.ts'
import { readAnswer, type TileAnswer } from './answer.ts'
import { answerRoom, requestTokens, textTokens, tokensAtWorst } from './estimate.ts'
import type { FormatLadder } from './formats.ts'
import type { Instructions } from './instructions.ts'
import type { Reserved, Tokens } from '../vision-evaluator.ts'
import { chatBody, type Asking } from './request.ts'
import type { Seen } from './questions.ts'
import type { Sheet } from './sheets.ts'
import type { Transport } from './transport.ts'

/** Why a sheet has no answer. `refused` will stay so, `length` may go with fewer tiles, `malformed` may go another time. */
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

export interface AskCall {
  readonly seen: Seen
  readonly sheet: Sheet
  readonly hasBase: boolean
  readonly count: number
  readonly signal?: AbortSignal | undefined
  readonly onTokens: (tokens: Tokens | null, sent: SentTokens) => void
  /** Sets aside what the request costs with the least and, where that can be, with the most room. */
  readonly reserve?: ((least: Tokens, most: Tokens) => Promise<Reserved>) | undefined
}

/** Of a request that was answered. */
export interface SentTokens {
  /** What counts for an answer that does not say what it used. */
  readonly uncounted: Tokens
  /** What it could use at worst, as far as it was limited. */
  readonly bound: Tokens
}

/**
 * Asks about one sheet: in the strictest form the server knows, once more with room when the answer was cut off, and once more with
 * the problem named when it could not be read.
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
    const { outcome, tokens } = await send(ports, call, { expected, room, limitName, format, mend })
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
    // The schema goes into the text this time: some servers take it as `response_format` and then ignore it.
    if (format === 'json_schema' && !answer.json) format = 'json_object'
    mend = { text: text.slice(0, LONGEST_QUOTE) || '(nothing)', problem: answer.problem }
  }
}

interface Sending extends Pick<Asking, 'format' | 'mend'> {
  readonly expected: ReturnType<typeof requestTokens>
  readonly room: AnswerRoom
  readonly limitName: LimitName | null
}

/** One request, with as much room for its answer as can be paid for; `tokens`: how much that was. */
async function send(ports: AskPorts, call: AskCall, { expected, room, limitName, format, mend }: Sending) {
  const { signal, onTokens, reserve } = call
  const input = expected.input + (mend ? textTokens(mend.text + mend.problem) : 0)
  const least = tokensAtWorst(input, room.least)
  const most = tokensAtWorst(input, limitName === null ? room.least : room.most)
  let tokens = room.most
  const outcome = await ports.transport.complete(
    (share) => {
      tokens = tokensOf(room, share)
      const limit = limitName === null ? undefined : { name: limitName, tokens }
      return chatBody({ ...ports, ...call, format, mend, limit })
    },
    {
      // The limit counts against the rate, not what comes of it.
      expectedTokens: input + (limitName === null ? expected.output : room.most),
      signal,
      reserve: reserve && (() => reserve(least, most)),
      onTokens(used, isCutOff) {
        const bounded = limitName === null ? room.least : tokens
        const outputTokens = isCutOff ? Math.max(bounded, expected.output) : expected.output
        onTokens(used, {
          uncounted: { inputTokens: input, cachedTokens: 0, outputTokens },
          bound: tokensAtWorst(input, bounded),
        })
      },
    },
  )
  return { outcome, tokens }
}

const LONGEST_QUOTE = 4000

const failed = (kind: Trouble['kind'], message: string): Result => ({ ok: false, trouble: { kind, message } })
