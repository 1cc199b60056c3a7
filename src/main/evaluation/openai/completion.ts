import { z } from 'zod'
import type { Tokens } from '../vision-evaluator.ts'

/** What an answer comes to. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  /** By the model or a filter: asking again would not help. */
  | { readonly kind: 'refused'; readonly message: string }
  /** It ended before it was complete. */
  | { readonly kind: 'length'; readonly message: string; readonly isCutOff: true }
  | { readonly kind: 'malformed'; readonly message: string }

const count = z.number().int().min(0)

/** Only what is needed, and forgivingly: compatible servers leave out `usage`, `refusal` and more. */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullable().catch(null).default(null),
        message: z.object({
          content: z
            .union([
              z.string(),
              z
                .array(z.object({ text: z.string().default('') }))
                .transform((parts) => parts.map(({ text }) => text).join('')),
            ])
            .nullable()
            .default(null),
          refusal: z.string().nullable().catch(null).default(null),
        }),
      }),
    )
    .default([]),
})

const Usage = z.object({
  usage: z.object({
    prompt_tokens: count,
    completion_tokens: count.default(0),
    prompt_tokens_details: z
      .object({ cached_tokens: count.catch(0).default(0) })
      .nullish()
      .catch(null),
  }),
})

/** An answer's content and what it used; `tokens` is null when the server does not count. */
export function readCompletion(body: unknown, host: string): { readonly reply: Reply; readonly tokens: Tokens | null } {
  const counted = Usage.safeParse(body)
  const tokens = counted.success
    ? {
        inputTokens: counted.data.usage.prompt_tokens,
        cachedTokens: counted.data.usage.prompt_tokens_details?.cached_tokens ?? 0,
        outputTokens: counted.data.usage.completion_tokens,
      }
    : null
  return { reply: replyIn(body, host), tokens }
}

function replyIn(body: unknown, host: string): Reply {
  const parsed = Completion.safeParse(body)
  const choice = parsed.success ? parsed.data.choices[0] : undefined
  if (choice === undefined) return { kind: 'malformed', message: `${host} sent an answer without content.` }
  const { finish_reason: reason, message } = choice
  if (reason === 'length')
    return {
      kind: 'length',
      message: 'The answer was cut off at the token limit.',
      isCutOff: true,
    }
  if (reason === 'content_filter') return { kind: 'refused', message: `${host}’s content filter withheld the answer.` }
  if (message.refusal) return { kind: 'refused', message: `The model declined: ${message.refusal.slice(0, 200)}` }
  if (!message.content?.trim()) return { kind: 'malformed', message: `${host} sent an empty answer.` }
  return { kind: 'text', text: message.content }
}
