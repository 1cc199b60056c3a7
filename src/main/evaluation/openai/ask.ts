import { readAnswer, type TileAnswer } from './answer.ts'
import type { FormatLadder } from './formats.ts'
import type { Instructions } from './instructions.ts'
import type { Tokens } from '../vision-evaluator.ts'
import { chatBody, type Asking, type LimitName } from './request.ts'
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
  readonly limitName?: LimitName | undefined
}

export interface AskCall {
  readonly seen: Seen
  readonly sheet: Sheet
  readonly hasBase: boolean
  readonly count: number
  readonly expectedTokens: number
  readonly signal?: AbortSignal | undefined
  readonly onTokens: (tokens: Tokens | null) => void
  readonly reserve?: (() => () => void) | undefined
}

/** A cut-off answer gets room for twice what it had, and at least this. */
const LEAST_LIMIT = 4096

/**
 * Asks about one sheet: in the strictest form the server knows, once more with room when the answer was cut off, and once more with
 * the problem named when it could not be read.
 */
export async function ask(ports: AskPorts, call: AskCall): Promise<Result> {
  const { transport, ladder, limitName } = ports
  const { count, seen, expectedTokens, signal, onTokens, reserve } = call
  let change: Pick<Asking, 'limit' | 'mend'> = {}
  let format = ladder.current()
  for (;;) {
    const body = chatBody({ ...ports, ...call, format, ...change })
    const outcome = await transport.complete(body, { expectedTokens, signal, onTokens, reserve })
    if (outcome.kind === 'format') {
      const next = ladder.refused(format)
      if (next === null) return failed('malformed', outcome.message)
      format = next
      continue
    }
    if (outcome.kind === 'length') {
      if (limitName === undefined || change.limit) return failed('length', outcome.message)
      const tokens = Math.max(LEAST_LIMIT, 2 * (outcome.outputTokens ?? 0))
      change = { ...change, limit: { name: limitName, tokens } }
      continue
    }
    if (outcome.kind === 'refused') return failed('refused', outcome.message)
    const text = outcome.kind === 'text' ? outcome.text : ''
    const answer = readAnswer(text, seen, count)
    if (answer.ok) {
      if (!change.mend) ladder.worked(format)
      return answer
    }
    if (!answer.json && text !== '') ladder.wasIgnored(format)
    if (change.mend) return failed('malformed', `The model’s answer could not be used. ${answer.problem}`)
    // The schema goes into the text this time: some servers take it as `response_format` and then ignore it.
    if (format === 'json_schema' && !answer.json) format = 'json_object'
    change = { ...change, mend: { text: text.slice(0, LONGEST_QUOTE) || '(nothing)', problem: answer.problem } }
  }
}

const LONGEST_QUOTE = 4000

const failed = (kind: Trouble['kind'], message: string): Result => ({ ok: false, trouble: { kind, message } })
