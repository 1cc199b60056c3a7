import { inParallel } from '../../kit/in-parallel.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import { askedOf, type VisionQuote } from '../vision/quote.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import type { CaptionContext } from './caption-context.ts'
import type { DueCaption, WritingRequest } from './due-captions.ts'

/** Most requests in progress, including those waiting for a free slot. */
const AT_ONCE = 16

/** An image without a new caption, and the reason. */
export interface Uncaptioned {
  readonly actorId: string
  readonly filename: string
  readonly why: string
}

/** Returns a group of images for each request. Images with the same content share one. */
export const toBeAsked = (due: readonly DueCaption[]): readonly (readonly DueCaption[])[] => [
  ...Map.groupBy(
    due.filter(({ fromPrompt, answered, isUnderWay }) => fromPrompt === null && answered === null && !isUnderWay),
    ({ key }) => key.sha256 + key.instructions,
  ).values(),
]

/** Quotes the captions that the model has to write. Captions that it wrote before or that come from a prompt cost nothing. */
export function quoteCaptions(
  context: CaptionContext,
  due: readonly DueCaption[],
  { with: server }: Pick<WritingRequest, 'with'>,
): VisionQuote {
  const model = context.visionAt(server)
  const asked = toBeAsked(due).flatMap(([first]) => (first ? [first] : []))
  const instructions = asked.map((each) => each.instructions)
  const { images, requests, usd, atMost } = model.captions.estimate(instructions)
  const waiting = due.filter(({ isUnderWay }) => isUnderWay).length
  return {
    ...askedOf(model),
    evaluator: model.captions.id,
    actorIds: [...new Set(asked.map(({ actorId }) => actorId))],
    images,
    known: due.length - images - waiting,
    waiting,
    requests,
    usd,
    atMostUsd: atMost.usd && Math.ceil(atMost.usd * 100) / 100,
    batchUsd: model.takesBatches ? model.captions.estimate(instructions, { batch: true }).usd : null,
  }
}

/** Asks the model for captions. Each answer is stored as it arrives, so it is not paid for again; files are written later. */
export async function askCaptions(
  context: CaptionContext,
  due: readonly DueCaption[],
  { with: server }: Pick<WritingRequest, 'with'>,
  visionRequest: VisionRequest,
  { signal, onProgress }: OperationOptions,
): Promise<readonly Uncaptioned[]> {
  const { writtenCaptions } = context.catalog
  const { captions } = context.visionAt(server)
  const failed: Uncaptioned[] = []
  let done = 0
  const groups = toBeAsked(due)
  await inParallel(
    groups,
    AT_ONCE,
    async ([first, ...twins]) => {
      if (!first) return
      const { actorId, picture, instructions, key } = first
      const answer = await captions.write(picture, instructions, {
        signal,
        reserve: visionRequest.reserve,
        onUsage: (usage) => visionRequest.note(actorId, usage),
      })
      if (answer.kind !== 'unusable') writtenCaptions.put(key, answer.kind === 'caption' ? answer.text : '')
      if (answer.kind !== 'caption')
        for (const { actorId, captioned } of [first, ...twins])
          failed.push({ actorId, filename: captioned.image.filename, why: answer.why })
      done++
      onProgress?.({
        phase: `Captioned ${first.captioned.image.filename}`,
        done,
        total: groups.length,
        etaSeconds: null,
      })
    },
    signal,
  )
  return failed
}
