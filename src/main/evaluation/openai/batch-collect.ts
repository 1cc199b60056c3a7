import { z } from 'zod'
import { readAnswer, type TileAnswer } from './answer.ts'
import type { Trouble } from './ask.ts'
import { type BatchPart, type BatchRequest, type BatchState, isDone } from '../batch-state.ts'
import { type BatchPorts, failed } from './batch-submit.ts'
import { readCompletion } from './completion.ts'
import { errorInside, type Server } from './failure.ts'
import { conclude } from './opinions.ts'
import type { BatchOpinion, CollectCall, Collected } from '../vision-batches.ts'
import type { Tokens } from '../vision-evaluator.ts'

type TokensCall = Omit<CollectCall, 'onUsage'> & {
  /** Called with null where the answer does not count its tokens. */
  readonly onTokens: (tokens: Tokens | null, request: BatchRequest) => void
}

/** Final states; an expired or cancelled batch delivers what it finished. */
const ENDED: ReadonlySet<string> = new Set(['completed', 'expired', 'cancelled', 'failed'])

/** Checks the batches' progress once, and fetches the answers of those that ended. */
export async function collectBatch(ports: BatchPorts, before: BatchState, call: TokensCall): Promise<Collected> {
  let state = before
  const opinions: BatchOpinion[] = []
  const problems: string[] = []
  for (const [i, part] of before.parts.entries()) {
    if (part.collected || part.batchId === null) continue
    const { status, answers, problem } = await fetchAnswers(ports.server, part.batchId, call.signal)
    const collected = answers !== null
    state = { ...state, parts: state.parts.with(i, { ...part, status, collected }) }
    if (problem) problems.push(problem)
    if (answers) opinions.push(...readPart(ports, before.evaluator, part, answers, call))
  }
  return { state, done: isDone(state), opinions, problems }
}

const Row = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
})
export type Row = z.infer<typeof Row>

/** Returns a batch's status, with its answers once it has ended. */
export async function fetchAnswers(server: BatchPorts['server'], batchId: string, signal?: AbortSignal) {
  const { host } = server
  const options = { signal, maxRetries: 2 }
  try {
    const client = await server.client()
    const batch = await client.batches.retrieve(batchId, options)
    if (!ENDED.has(batch.status)) return { status: batch.status, answers: null, problem: null }
    const files = [batch.output_file_id, batch.error_file_id].filter((id) => id !== undefined && id !== null)
    const texts = await Promise.all(files.map(async (id) => (await client.files.content(id, options)).text()))
    const answers = texts.flatMap((text) => text.split('\n')).flatMap((line) => readRow(line) ?? [])
    // The file would expire by itself, but pictures should not stay at the service for that long.
    await client.files.delete(batch.input_file_id, options).catch(() => undefined)
    const [error] = batch.errors?.data ?? []
    const why = error?.message ? `: ${server.redact(error.message)}` : '.'
    const problem = batch.status === 'completed' ? null : `A batch at ${host} ended as “${batch.status}”${why}`
    return { status: batch.status, answers, problem }
  } catch (error) {
    signal?.throwIfAborted()
    throw failed(error, server)
  }
}

function readRow(line: string): Row | null {
  if (line.trim() === '') return null
  try {
    return Row.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

function readPart(
  ports: BatchPorts,
  evaluator: string,
  part: BatchPart,
  answers: readonly Row[],
  call: TokensCall,
): BatchOpinion[] {
  const byId = new Map(answers.map((row) => [row.custom_id, row]))
  return Object.entries(part.requests).flatMap(([id, request]) => {
    const row = byId.get(id)
    const result = readLine(ports.server, request, row, call)
    const answered = Boolean(row?.response)
    const { actorId, seen, hasBase, baseSha256 } = request
    const closerFollows = seen === 'sheet' && ports.detailLevel === 'second'
    const view = { evaluator, seen, hasBase, closerFollows }
    return request.images.map(({ filename, sha256, ...pixels }, i) => {
      const tile = 'kind' in result ? result : (result.tiles.get(i + 1) ?? null)
      const opinion = conclude(tile, pixels, view, call.earlierOf(actorId, sha256, baseSha256))
      return { actorId, filename, sha256, baseSha256, opinion, answered }
    })
  })
}

function readLine(
  server: Server,
  request: BatchRequest,
  row: Row | undefined,
  { onTokens }: TokensCall,
): Trouble | { readonly tiles: ReadonlyMap<number, TileAnswer> } {
  const none = (message: string): Trouble => ({ kind: 'malformed', message })
  if (!row?.response) return none(row?.error?.message ?? 'The batch ended before this request was answered.')
  const { status_code: status, body } = row.response
  const failure = errorInside(body, new Headers(), server, status)
  if (failure) return { kind: failure.kind === 'refused' ? 'refused' : 'malformed', message: failure.message }
  const { reply, tokens } = readCompletion(body, server.host)
  onTokens(tokens, request)
  if (reply.kind !== 'text') return reply
  const answer = readAnswer(reply.text, request.seen, request.images.length)
  return answer.ok ? answer : none(`The model’s answer could not be used. ${answer.problem}`)
}
