import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import { type CaptionAnswer, captionOfAnswer } from '../../domain/caption/answer.ts'
import type { CaptionInstructions } from '../../domain/caption/guide.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Drawer, Picture } from '../draw-picture.ts'
import type { Bill, Estimate, Tokens } from '../vision-evaluator.ts'
import { type LimitNames, secondRoom } from './answer-limit.ts'
import { answerRoom, thoughtTokens, textTokens, tokensAtWorst } from './estimate.ts'
import { imageTokens } from './image-tokens.ts'
import { type AnswerLimit, send, type SendCall } from './send.ts'
import type { Transport } from './transport.ts'

export interface CaptionPorts {
  readonly draw: Drawer
  readonly transport: Transport
  readonly model: string
  /** True when the server understands `detail`. */
  readonly detail: boolean
  readonly limits: LimitNames
}

/** Longest side in px of the picture that is sent: all that tiling models see, 576 patches for others. */
const SIDE = 768
/** Tokens of a caption of 60 to 90 words, or 25 tags. */
const OUTPUT = 130

/** Returns the expected tokens of one image's caption, input and output. */
export const captionTokens = (
  { model, detail }: Pick<CaptionPorts, 'model' | 'detail'>,
  { system, user }: CaptionInstructions,
) => ({
  input: textTokens(system + user) + imageTokens(model, SIDE, SIDE, detail ? 'high' : 'auto'),
  output: OUTPUT + thoughtTokens(model),
})

/** Returns a function that builds the request for one caption from its answer limit; null when the picture cannot be read. */
export async function captionBody(
  { draw, model, detail }: Pick<CaptionPorts, 'draw' | 'model' | 'detail'>,
  picture: Picture,
  { system, user }: CaptionInstructions,
): Promise<((limit?: AnswerLimit) => ChatCompletionCreateParamsNonStreaming) | null> {
  const jpeg = await draw.scaled({ picture, side: SIDE })
  if (jpeg === null) return null
  const url = `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`
  return (limit) => ({
    model,
    messages: [
      { role: 'system', content: system },
      {
        role: 'user',
        content: [
          { type: 'text', text: user },
          { type: 'image_url', image_url: { url, ...(detail ? { detail: 'high' as const } : {}) } },
        ],
      },
    ],
    ...(limit ? { [limit.name]: limit.tokens } : {}),
  })
}

/** Requests the caption of one image; once more with more room when it was cut off. */
export async function writeCaption(
  { draw, transport, model, detail, limits }: CaptionPorts,
  picture: Picture,
  instructions: CaptionInstructions,
  call: SendCall,
): Promise<CaptionAnswer> {
  const bodyFor = await captionBody({ draw, model, detail }, picture, instructions)
  if (bodyFor === null) return { kind: 'unusable', why: 'The image cannot be read.' }
  const expected = captionTokens({ model, detail }, instructions)
  let room = answerRoom(model, expected.output)
  for (let isSecond = false; ;) {
    const limitName = limits.current()
    const { outcome, tokens } = await send(
      transport,
      {
        ...expected,
        room,
        limitName,
        bodyFor,
      },
      call,
    )
    switch (outcome.kind) {
      case 'text':
        return captionOfAnswer(outcome.text, instructions.form)
      case 'refused':
        return { kind: 'declined', why: outcome.message }
      case 'limit':
        if (!limits.refused(limitName)) throw new EvencastError('UPSTREAM', outcome.message)
        continue
      case 'length':
        if (limitName === null || isSecond || !outcome.isCutOff) return { kind: 'unusable', why: outcome.message }
        room = secondRoom(tokens)
        isSecond = true
        continue
      case 'format':
      case 'malformed':
        return { kind: 'unusable', why: outcome.message }
    }
  }
}

interface EstimatePorts extends Pick<CaptionPorts, 'model' | 'detail'> {
  /** Null when the price is not known. */
  readonly costUsd: (tokens: Tokens, batch?: boolean) => number | null
  /** True when submitted as a batch. */
  readonly batch?: boolean | undefined
  /** True when the server is sent a limit on the answer. */
  readonly isLimited: boolean
}

export function estimateCaptions(captions: readonly CaptionInstructions[], ports: EstimatePorts): Estimate {
  const billOf = (tokensOf: (expected: ReturnType<typeof captionTokens>) => Tokens): Bill =>
    captions.reduce<Bill>(
      (sum, instructions) => {
        const tokens = tokensOf(captionTokens(ports, instructions))
        const usd = ports.costUsd(tokens, ports.batch)
        return {
          requests: sum.requests + 1,
          inputTokens: sum.inputTokens + tokens.inputTokens,
          outputTokens: sum.outputTokens + tokens.outputTokens,
          usd: sum.usd === null || usd === null ? null : sum.usd + usd,
        }
      },
      { requests: 0, inputTokens: 0, outputTokens: 0, usd: 0 },
    )
  const expected = billOf(({ input, output }) => ({ inputTokens: input, cachedTokens: 0, outputTokens: output }))
  const atMost = billOf(({ input, output }) => tokensAtWorst(input, answerRoom(ports.model, output).most))
  const isBounded = ports.isLimited || atMost.usd === 0
  return { images: captions.length, ...expected, atMost: isBounded ? atMost : { ...atMost, usd: null } }
}
