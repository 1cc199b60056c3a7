import { captionOfAnswer } from '../../domain/caption/answer.ts'
import { captionInstructions, GUIDES } from '../../domain/caption/guide.ts'
import type { BatchedCaption, CaptionBatches, CaptionPart, CaptionParts } from '../caption-batches.ts'
import type { CaptionAnswer } from '../../domain/caption/answer.ts'
import type { Usage } from '../vision-evaluator.ts'
import { cancelPart } from './batch-cancel.ts'
import { fetchAnswers, type Row } from './batch-collect.ts'
import { batchLine, createBatchFile } from './batch-file.ts'
import { startUploaded, upload } from './batch-submit.ts'
import { readCompletion } from './completion.ts'
import { errorInside } from './failure.ts'
import { answerRoom } from './estimate.ts'
import { costUsd } from './prices.ts'
import { nameOf, type OpenAiBatchOptions } from './batch.ts'
import { connect } from './server.ts'
import { captionBody, captionTokens } from './write-caption.ts'

/** Placeholder for the character when a price is calculated: the character does not affect the price. */
const SOMEBODY = { classWord: 'person', style: null } as const

/** Creates captions through OpenAI's batch API, one request for each image. */
export function createOpenAiCaptionBatches(options: OpenAiBatchOptions): CaptionBatches {
  const { draw, model, prices, tmpDir } = options
  const server = connect(options)
  const detail = options.sendDetail ?? server.isOpenAi

  /** Uploads the part's requests; returns the part with its file at the service, or collected when no request is left. */
  async function uploaded(
    part: CaptionPart,
    { signal, pictureOf }: Parameters<CaptionBatches['submit']>[1],
  ): Promise<CaptionPart> {
    await using file = await createBatchFile(tmpDir)
    const requests: Record<string, BatchedCaption> = {}
    for (const [id, caption] of Object.entries(part.requests)) {
      signal?.throwIfAborted()
      const asked = pictureOf(caption)
      if (!asked) continue
      const { output } = captionTokens({ model, detail }, asked.instructions)
      // Only OpenAI itself is sure to know the name.
      const limit = server.isOpenAi
        ? { name: 'max_completion_tokens' as const, tokens: answerRoom(model, output).most }
        : undefined
      const body = await captionBody({ draw, model, detail }, asked.picture, asked.instructions)
      if (body === null) continue
      await file.add(batchLine(id, body(limit)))
      requests[id] = caption
    }
    if (file.lines === 0) return { ...part, status: 'empty', collected: true, requests }
    return { ...part, fileId: await upload(server, await file.finish(), signal), status: 'uploaded', requests }
  }

  function read(row: Row | undefined, part: CaptionPart, usages: Usage[]): CaptionAnswer | null {
    if (!row?.response) return null
    const { status_code: status, body } = row.response
    const failure = errorInside(body, new Headers(), server, status)
    if (failure)
      return failure.kind === 'refused'
        ? { kind: 'declined', why: failure.message }
        : { kind: 'unusable', why: failure.message }
    const { reply, tokens } = readCompletion(body, server.host)
    const expected = captionTokens({ model, detail }, captionInstructions(part.guide, SOMEBODY))
    const paid = tokens ?? { inputTokens: expected.input, cachedTokens: 0, outputTokens: expected.output }
    usages.push({ requests: 1, tokens, usd: costUsd(prices, model, paid, true), boundUsd: null })
    if (reply.kind === 'text') return captionOfAnswer(reply.text, GUIDES[part.guide].form)
    return { kind: reply.kind === 'refused' ? 'declined' : 'unusable', why: reply.message }
  }

  return {
    server: options.baseURL ?? '',
    nameOf,
    async submit(before, call) {
      let parts = before
      const save = (next: CaptionParts): void => {
        parts = next
        call.onParts(next)
      }
      for (const [i, part] of before.entries())
        if (part.fileId === '' && !part.collected) save(parts.with(i, await uploaded(part, call)))
      await startUploaded(server, parts, { signal: call.signal, onParts: save })
      return parts
    },
    async collect(before, signal) {
      let parts = before
      const answers: { readonly caption: BatchedCaption; readonly answer: CaptionAnswer | null }[] = []
      const usages: Usage[] = []
      const problems: string[] = []
      for (const [i, part] of before.entries()) {
        if (part.collected || part.batchId === null) continue
        const { status, answers: rows, problem } = await fetchAnswers(server, part.batchId, signal)
        parts = parts.with(i, { ...part, status, collected: rows !== null })
        if (problem) problems.push(problem)
        if (!rows) continue
        const byId = new Map(rows.map((row) => [row.custom_id, row]))
        for (const [id, caption] of Object.entries(part.requests))
          answers.push({ caption, answer: read(byId.get(id), part, usages) })
      }
      return { parts, answers, usages, problems }
    },
    async cancel(before) {
      const parts: CaptionPart[] = []
      for (const part of before) parts.push(await cancelPart(server, part))
      return parts
    },
  }
}
