import { answerFor } from './answer.ts'
import { captionFor } from './captions.ts'
import type { Fault } from './faults.ts'
import { inputTokens, outputTokens } from './tokens.ts'
import { brokenRule, isObject, type Validate } from './validate.ts'

export interface ChatOptions {
  readonly validate: Validate
  readonly models: readonly string[]
  /** Response formats, or names of the token limit, that it refuses. */
  readonly refuses: readonly string[]
  /** Accepts any format, but answers in prose unless the schema is in the text. */
  readonly ignoresFormat: boolean
  /** Answers for more tiles than this are cut off, whatever the token limit. */
  readonly mostTiles: number
}

export interface Answered {
  readonly status: number
  readonly body: unknown
  readonly usage: { readonly input: number; readonly output: number } | null
}

const refuse = (status: number, code: string | null, message: string, param: string | null = null): Answered => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param, code } },
  usage: null,
})

/** Returns the answer to a chat completion: an error for an invalid body, otherwise an answer from the pixels it holds. */
export async function complete(body: unknown, options: ChatOptions, fault: Fault | null): Promise<Answered> {
  const wrong = options.validate('chat', body)
  if (wrong !== null || !isObject(body)) return refuse(400, 'invalid_request', wrong ?? 'not an object')
  const rule = brokenRule(body)
  if (rule) return refuse(400, 'unsupported_value', rule.message, rule.param)
  if (!options.models.includes(String(body['model'])))
    return refuse(404, 'model_not_found', `The model '${String(body['model'])}' does not exist.`)
  const format = isObject(body['response_format']) ? String(body['response_format']['type']) : 'text'
  const unknown = ['max_completion_tokens', 'max_tokens'].find((name) => name in body && options.refuses.includes(name))
  if (unknown) return refuse(400, 'unsupported_parameter', `'${unknown}' is not supported with this model.`, unknown)
  if (options.refuses.includes(format))
    return refuse(400, null, `response_format of type '${format}' is not supported`, 'response_format')
  const caption = captionFor(body)
  let tiles: Awaited<ReturnType<typeof answerFor>>, input
  try {
    tiles = caption === null ? await answerFor(body) : []
    input = await inputTokens(body)
  } catch (error) {
    return refuse(400, 'invalid_image', String(error))
  }
  const shown = fault?.kind === 'tiles' ? fault.spoil(tiles) : tiles
  const said = caption ?? JSON.stringify({ tiles: shown })
  const inText = /"type":"array"/.test(JSON.stringify(body['messages']).replaceAll('\\"', '"'))
  const text =
    fault?.kind === 'text'
      ? fault.spoil(said)
      : options.ignoresFormat && !inText && caption === null
        ? 'They look fine to me.'
        : said
  const limit = limitOf(body)
  const asked = outputTokens(text) + (fault?.kind === 'thinking' ? fault.tokens : 0)
  const isSpoilt = fault?.kind === 'length' || (fault?.kind === 'uncounted' && fault.cut === true)
  const cut = isSpoilt || tiles.length > options.mostTiles || asked > limit
  // A cut-off answer is charged up to the token limit.
  const usage = { input, output: cut && limit < Infinity ? limit : asked }
  return { status: 200, body: completion(String(body['model']), text, usage, fault, cut), usage }
}

/** Returns the token limit, or Infinity when none was sent. */
const limitOf = (body: Record<string, unknown>): number =>
  Number(body['max_completion_tokens'] ?? body['max_tokens'] ?? Infinity)

function completion(
  model: string,
  text: string,
  { input, output }: { readonly input: number; readonly output: number },
  fault: Fault | null,
  cut: boolean,
): unknown {
  const refused = fault?.kind === 'refusal'
  const reason = cut ? 'length' : fault?.kind === 'filter' ? 'content_filter' : 'stop'
  const content = refused || fault?.kind === 'filter' ? null : cut ? text.slice(0, text.length / 2) : text
  const choice = {
    index: 0,
    finish_reason: reason,
    logprobs: null,
    message: { role: 'assistant', content, refusal: refused ? 'I cannot help with pictures of this person.' : null },
  }
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: fault?.kind === 'no-choices' ? [] : [choice],
    ...(fault?.kind === 'uncounted'
      ? {}
      : {
          usage: {
            prompt_tokens: input,
            completion_tokens: output,
            total_tokens: input + output,
            prompt_tokens_details: { cached_tokens: 0 },
          },
        }),
  }
}
