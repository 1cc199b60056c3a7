import { z } from 'zod'
import type { Tokens } from '../vision-evaluator.ts'

/** The content of an answer. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  /** Refused by the model or a filter: a retry would not help. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The answer ended before it was complete. */
  | { readonly kind: 'length'; readonly message: string; readonly isCutOff: true }
  | { readonly kind: 'malformed'; readonly message: string }

const count = z.number().int().min(0)

/** Only the needed fields, parsed leniently: compatible servers leave out `usage`, `refusal` and more. */
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

/** Returns an answer's content and the tokens it used; `tokens` is null when the server does not count them. */
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
