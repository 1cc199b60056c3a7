import { type DetailLevel, skipsSheet } from '../images-to-judge.ts'
import type { ActorInBrief, Bill, Estimate, Tokens } from '../vision-evaluator.ts'
import type { AnswerRoom } from './answer-limit.ts'
import type { Instructions } from './instructions.ts'
import { answerSchema, type Seen } from './questions.ts'
import { wording } from './request.ts'
import { evenly, imagesPerSheet, sheetTokens } from './sheets.ts'

export interface EstimateOptions {
  readonly model: string
  readonly detailLevel: DetailLevel
  readonly instructions: Instructions
  /** Null when the price is not known. */
  readonly costUsd: (tokens: Tokens, batch?: boolean) => number | null
  /** True when `detail: "high"` is sent. */
  readonly detail: boolean
  readonly batch?: boolean | undefined
  /** True when the server is sent a limit on the answer. */
  readonly isLimited: boolean
}

/**
 * Share of a sheet's images that a first pass over photographs and drawings leaves in doubt: an assumption. The upper bound is `atMost`.
 */
const DOUBTFUL_SHARE = 0.25

/** Length of an answer in tokens, from its keys and words: about four characters a token. */
const OUTPUT = { sheet: 85, close: 95, frame: 8 } as const

/** Extra tokens that reasoning models write, roughly. */
const THINKING = 400
const thinks = (model: string): boolean => /^(gpt-[5-9]|o\d)/.test(model)
/** Returns the expected reasoning tokens of one answer. */
export const thoughtTokens = (model: string): number => (thinks(model) ? THINKING : 0)

export const textTokens = (text: string): number => Math.ceil(text.length / 4)

/** Safety factor: input is known within two percent for OpenAI's models and guessed for others; an answer's length is an estimate, too. */
const MARGIN = 1.25

/**
 * Factors of the limit sent with a request: twice the expected answer, since words differ in length, plus ten times the expected reasoning
 * for reasoning models, which no public figure bounds. An answer that is still cut off is requested again with more room. `least` applies
 * when the budget does not allow that much.
 */
const ROOM = { answers: 2, thinking: 10 * THINKING } as const

export const answerRoom = (model: string, expectedOutput: number): AnswerRoom => ({
  least: Math.ceil(expectedOutput * MARGIN),
  most: expectedOutput * ROOM.answers + (thinks(model) ? ROOM.thinking : 0),
})

/** Returns the tokens that a request with an answer of that length is charged at worst. */
export const tokensAtWorst = (input: number, outputTokens: number): Tokens => ({
  inputTokens: Math.ceil(input * MARGIN),
  cachedTokens: 0,
  outputTokens,
})

/** Returns the expected tokens of one request, input and output. */
export function requestTokens(
  { model, instructions, detail }: Pick<EstimateOptions, 'model' | 'instructions' | 'detail'>,
  seen: Seen,
  images: number,
  hasBase: boolean,
): { readonly input: number; readonly output: number } {
  const { system, user } = wording({ seen, hasBase, count: images, format: 'json_schema' }, instructions)
  const text = textTokens(system + user + JSON.stringify(answerSchema(seen)))
  const tiles = images + (hasBase ? 1 : 0)
  return {
    input: text + sheetTokens(model, seen, tiles, detail ? 'high' : 'auto'),
    output: OUTPUT.frame + images * OUTPUT[seen] + thoughtTokens(model),
  }
}

export function estimate(actors: readonly ActorInBrief[], options: EstimateOptions): Estimate {
  const expected = bill(actors, options, DOUBTFUL_SHARE, ({ input, output }) => ({
    inputTokens: input,
    cachedTokens: 0,
    outputTokens: output,
  }))
  const images = actors.reduce((sum, actor) => sum + actor.images.length, 0)
  const atMost = bill(actors, options, 1, ({ input, output }) =>
    tokensAtWorst(input, answerRoom(options.model, output).most),
  )
  const isBounded = options.isLimited || atMost.usd === 0
  return { images, ...expected, atMost: isBounded ? atMost : { ...atMost, usd: null } }
}

type RequestTokens = ReturnType<typeof requestTokens>

function bill(
  actors: readonly ActorInBrief[],
  options: EstimateOptions,
  doubtfulShare: number,
  tokensOf: (expected: RequestTokens) => Tokens,
): Bill {
  const { model, detailLevel, costUsd } = options
  let [requests, inputTokens, outputTokens] = [0, 0, 0]
  let usd: number | null = 0
  const add = (count: number, seen: Seen, hasBase: boolean): void => {
    const size = detailLevel === 'every' ? 1 : imagesPerSheet(model, seen, hasBase)
    for (const part of evenly(Array.from({ length: count }), size)) {
      const tokens = tokensOf(requestTokens(options, seen, part.length, hasBase))
      const cost = costUsd(tokens, options.batch)
      usd = usd === null || cost === null ? null : usd + cost
      requests++
      inputTokens += tokens.inputTokens
      outputTokens += tokens.outputTokens
    }
  }
  for (const { images, hasBase } of actors) {
    const closely = images.filter((image) => skipsSheet(image, detailLevel)).length
    const onSheet = images.length - closely
    add(onSheet, 'sheet', hasBase)
    if (detailLevel !== 'sheet')
      add(closely + Math.ceil(onSheet * (detailLevel === 'second' ? doubtfulShare : 1)), 'close', hasBase)
  }
  return { requests, inputTokens, outputTokens, usd }
}
