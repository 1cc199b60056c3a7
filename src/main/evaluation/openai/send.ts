import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import type { Reserved, Tokens } from '../vision-evaluator.ts'
import { type AnswerRoom, type LimitName, tokensOf } from './answer-limit.ts'
import { tokensAtWorst } from './estimate.ts'
import type { Outcome, Transport } from './transport.ts'

/** Token counts of a request that was answered. */
interface SentTokens {
  /** Tokens charged for an answer that does not say what it used. */
  readonly uncounted: Tokens
  /** Tokens that it could use at worst, as far as it was limited. */
  readonly bound: Tokens
}

/** Payment and cancellation of a request. */
export interface SendCall {
  readonly signal?: AbortSignal | undefined
  readonly onTokens: (tokens: Tokens | null, sent: SentTokens) => void
  /** Reserves the cost of the request with the least room and, if the budget allows, with the most. */
  readonly reserve?: ((least: Tokens, most: Tokens) => Promise<Reserved>) | undefined
}

export type AnswerLimit = { readonly name: LimitName; readonly tokens: number } | undefined

interface Sending {
  /** Expected input tokens. */
  readonly input: number
  readonly output: number
  readonly room: AnswerRoom
  readonly limitName: LimitName | null
  readonly bodyFor: (limit: AnswerLimit) => ChatCompletionCreateParamsNonStreaming
}

/** Sends one request, with as much room for its answer as can be paid for; `tokens` is that room. */
export async function send(
  transport: Transport,
  { input, output, room, limitName, bodyFor }: Sending,
  { signal, onTokens, reserve }: SendCall,
): Promise<{ readonly outcome: Outcome; readonly tokens: number }> {
  const least = tokensAtWorst(input, room.least)
  const most = tokensAtWorst(input, limitName === null ? room.least : room.most)
  let tokens = room.most
  const outcome = await transport.complete(
    (share) => {
      tokens = tokensOf(room, share)
      return bodyFor(limitName === null ? undefined : { name: limitName, tokens })
    },
    {
      // Rate limits count the limit that was sent, not the answer's actual length.
      expectedTokens: input + (limitName === null ? output : room.most),
      signal,
      reserve: reserve && (() => reserve(least, most)),
      onTokens(used, isCutOff) {
        const bounded = limitName === null ? room.least : tokens
        onTokens(used, {
          uncounted: {
            inputTokens: input,
            cachedTokens: 0,
            outputTokens: isCutOff ? Math.max(bounded, output) : output,
          },
          bound: tokensAtWorst(input, bounded),
        })
      },
    },
  )
  return { outcome, tokens }
}
