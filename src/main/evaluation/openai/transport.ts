import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import { EvencastError } from '../../domain/error.ts'
import { type Clock, retryAfterMs } from './clock.ts'
import { readCompletion, type Reply } from './completion.ts'
import { classify, errorInside, type Failure, toError, webPage } from './failure.ts'
import { abortGrace } from '../../kit/abort-grace.ts'
import type { Gate } from './gate.ts'
import type { Reserved, Tokens } from '../vision-evaluator.ts'
import type { Connected } from './server.ts'

/** The outcome of one request; `format` or `limit` when the server does not support the requested format or limit of the answer. */
export type Outcome = Reply | Exclude<Failure, { kind: 'again' | 'fatal' }>

export interface Transport {
  /**
   * Sends one chat completion, with retries where they make sense. `bodyFor` is given the share of `Reserved`. @throws EvencastError when
   * every further request would fail too, or the signal's reason.
   */
  complete(bodyFor: (share: number) => ChatCompletionCreateParamsNonStreaming, call: Call): Promise<Outcome>
}

interface Call {
  /** Tokens that the request will take from the rate limit. */
  readonly expectedTokens: number
  readonly signal?: AbortSignal | undefined
  /** Called for every answer that was counted, including refusals, because they cost too. */
  readonly onTokens: (tokens: Tokens | null, isCutOff: boolean) => void
  /** Reserves the price right before the request is sent; throws when that would exceed the spending limit. */
  readonly reserve?: (() => Promise<Reserved>) | undefined
}

/** Longest wait inside the app; for anything longer the user should close it and continue later. */
const LONGEST_WAIT_MS = 15 * 60_000
const MINUTE_MS = 60_000
/** Time to wait for an answer after an interruption: the request is paid for, so its answer should not be requested again. */
const GRACE_MS = 10_000

export const createTransport = (server: Connected, gate: Gate, clock: Clock): Transport => ({
  complete: (bodyFor, call) =>
    gate.run(
      call.expectedTokens,
      async () => {
        const reserved = await call.reserve?.()
        const onTokens: Call['onTokens'] = (tokens, isCutOff) => {
          call.onTokens(tokens, isCutOff)
          // The actual cost is recorded now; releasing the reservation at once keeps both from counting as spent.
          reserved?.release()
        }
        try {
          return await untilAnswered(server, gate, clock, bodyFor(reserved?.share ?? 1), { ...call, onTokens })
        } finally {
          reserved?.release()
        }
      },
      call.signal,
    ),
})

async function untilAnswered(
  server: Connected,
  gate: Gate,
  clock: Clock,
  body: ChatCompletionCreateParamsNonStreaming,
  call: Call,
): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(server, gate, body, call)
    if (outcome.kind === 'fatal') throw toError(outcome)
    if (outcome.kind !== 'again') return outcome
    if (tries >= outcome.tries) throw toError(outcome)
    const waitMs = waitFor(outcome, tries, server.host, gate, clock)
    // At a rate limit every request waits; any other fault may concern this request alone.
    if (outcome.limited) gate.pause(waitMs)
    else await clock.sleep(waitMs, call.signal)
    await gate.again(call.expectedTokens, call.signal)
  }
}

/**
 * Returns the wait in milliseconds: what the server asks for, however long; else until its limits are reset; else twice as long each time.
 */
function waitFor(
  { headers, limited }: Extract<Failure, { kind: 'again' }>,
  tries: number,
  host: string,
  gate: Gate,
  clock: Clock,
): number {
  const asked = retryAfterMs(headers, clock.now()) ?? (limited ? gate.resetMs() : null)
  if (asked !== null && asked > LONGEST_WAIT_MS)
    throw new EvencastError(
      'LIMIT',
      `${host} allows no further request for ${Math.ceil(asked / MINUTE_MS)} minutes. Continue after that; nothing is lost.`,
    )
  return asked ?? Math.min(30_000, 500 * 2 ** (tries - 1)) * (0.75 + Math.random() / 4)
}

async function attempt(
  server: Connected,
  gate: Gate,
  body: ChatCompletionCreateParamsNonStreaming,
  { signal, onTokens }: Call,
): Promise<Reply | Failure> {
  signal?.throwIfAborted()
  using grace = abortGrace(signal, GRACE_MS)
  try {
    const client = await server.client()
    const sent = client.chat.completions.create(body, { signal: grace.signal })
    const { data, response } = await sent.withResponse()
    gate.observe(response.headers)
    const inside = errorInside(data, response.headers, server)
    if (inside) return inside
    if (typeof data === 'string' && /^\s*</.test(data)) return webPage(server)
    const { reply, tokens } = readCompletion(data, server.host)
    onTokens(tokens, reply.kind === 'length')
    return reply
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof EvencastError) throw error
    if (error instanceof Error && error.cause instanceof EvencastError) throw error.cause
    const failure = classify(error, server)
    if (failure.kind === 'again') gate.observe(failure.headers)
    return failure
  }
}
