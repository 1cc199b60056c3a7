import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { LimitName } from './answer-limit.ts'
import type { Format } from './formats.ts'
import type { Instructions } from './instructions.ts'
import { answerSchema, type Seen } from './questions.ts'
import type { Sheet } from './sheets.ts'

export interface Question {
  readonly seen: Seen
  readonly hasBase: boolean
  /** Number of tiles to be judged, numbered from 1. */
  readonly count: number
  readonly format: Format
}

export interface Asking extends Question {
  readonly model: string
  readonly instructions: Instructions
  readonly sheet: Sheet
  /** True when the server understands `detail`. */
  readonly detail: boolean
  readonly limit?: { readonly name: LimitName; readonly tokens: number } | undefined
  /** An answer that could not be used, and why. */
  readonly mend?: { readonly text: string; readonly problem: string } | undefined
}

const BASE = 'Tile 0 is the base image: it shows who the character is and is not judged itself.'
const NO_BASE = 'There is no base image: the identity cannot be compared.'

/** Returns the text parts of a request, which an estimate counts too. */
export function wording({ seen, hasBase, count, format }: Question, instructions: Instructions) {
  const told = instructions[seen].replace('{base}', hasBase ? BASE : NO_BASE)
  const shape =
    format === 'json_schema' ? '' : `\n${instructions.shape.replace('{schema}', JSON.stringify(answerSchema(seen)))}`
  const tiles = count === 1 ? 'Judge tile 1.' : `Judge the tiles 1 to ${count}, each once and in this order.`
  return { system: told + shape, user: hasBase ? `${tiles} Tile 0 is the base image.` : tiles }
}

/** Builds the request. It sets no temperature, because newer models refuse it. */
export function chatBody(asking: Asking): ChatCompletionCreateParamsNonStreaming {
  const { model, instructions, sheet, seen, format, limit, mend } = asking
  const { system, user } = wording(asking, instructions)
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: system },
    {
      role: 'user',
      content: [
        { type: 'text', text: `${user} The sheet has ${sheet.columns} columns and ${sheet.rows} rows.` },
        { type: 'image_url', image_url: { url: sheet.url, ...(asking.detail ? { detail: 'high' as const } : {}) } },
      ],
    },
  ]
  if (mend) {
    messages.push(
      { role: 'assistant', content: mend.text },
      {
        role: 'user',
        content: `This answer cannot be used. ${mend.problem} Answer again, completely, with the JSON object alone.`,
      },
    )
  }
  return {
    model,
    messages,
    ...(format === 'json_schema'
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: `${seen}_tiles`, strict: true, schema: answerSchema(seen) },
          },
        }
      : format === 'json_object'
        ? { response_format: { type: 'json_object' } }
        : {}),
    ...(limit ? { [limit.name]: limit.tokens } : {}),
  }
}
