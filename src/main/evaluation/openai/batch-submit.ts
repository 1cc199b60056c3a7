import type { Drawer, Picture } from '../draw-picture.ts'
import { EvencastError } from '../../domain/error.ts'
import { batchLine, createBatchFile } from './batch-file.ts'
import { type BatchPart, type BatchRequest, type BatchState, imageKey, underWay } from '../batch-state.ts'
import { answerRoom, requestTokens } from './estimate.ts'
import { classify, toError } from './failure.ts'
import type { FormatLadder } from './formats.ts'
import { type ActorToJudge, type ImageToJudge, type DetailLevel, skipsSheet } from '../images-to-judge.ts'
import type { SubmitCall } from '../vision-batches.ts'
import type { Instructions } from './instructions.ts'
import { chatBody } from './request.ts'
import type { Seen } from './questions.ts'
import type { Connected } from './server.ts'
import { evenly, imagesPerSheet, renderSheet } from './sheets.ts'

export interface BatchPorts {
  readonly draw: Drawer
  readonly server: Connected
  readonly instructions: Instructions
  readonly ladder: FormatLadder
  readonly detailLevel: DetailLevel
  readonly detail: boolean
  readonly evaluator: string
  /** Folder for a file of up to `mostBytes`. */
  readonly tmpDir: string
  readonly mostBytes: number
}

/** The service's own limit, besides bytes. */
const MOST_LINES = 50_000

/** Writes the requests into files by size, and submits each file as a batch. Images that already wait for results are left out. */
export async function submitBatch(
  ports: BatchPorts,
  actors: Iterable<ActorToJudge>,
  before: BatchState,
  { signal, onState }: SubmitCall,
): Promise<BatchState> {
  const started = async (state: BatchState): Promise<BatchState> => {
    const onParts = (parts: readonly BatchPart[]) => onState({ ...state, parts: [...parts] })
    return { ...state, parts: [...(await startUploaded(ports.server, state.parts, { signal, onParts }))] }
  }
  let state = await started(before)
  const waiting = requestsOf(ports, actors, underWay(state))
  let next = waiting.next()
  let line = next.done ? null : await render(ports, next.value)
  for (let number = 0; line !== null && !next.done;) {
    await using file = await createBatchFile(ports.tmpDir)
    const requests: Record<string, BatchRequest> = {}
    while (line !== null && !next.done) {
      signal?.throwIfAborted()
      const id = `${state.parts.length}-${number}`
      const text = batchLine(id, line)
      if (file.lines > 0 && (file.bytes + Buffer.byteLength(text) > ports.mostBytes || file.lines >= MOST_LINES)) break
      await file.add(text)
      requests[id] = next.value.request
      number++
      next = waiting.next()
      line = next.done ? null : await render(ports, next.value)
    }
    const fileId = await upload(ports.server, await file.finish(), signal)
    const part: BatchPart = { fileId, batchId: null, status: 'uploaded', bytes: file.bytes, collected: false, requests }
    state = { ...state, parts: [...state.parts, part] }
    await onState(state)
    state = await started(state)
  }
  return state
}

interface Waiting {
  readonly request: BatchRequest
  readonly base: string | null
  readonly pictures: readonly Picture[]
}

function* requestsOf(
  { server, detailLevel }: BatchPorts,
  actors: Iterable<ActorToJudge>,
  sent: ReadonlySet<string>,
): Generator<Waiting, undefined> {
  for (const { actorId, base, baseSha256 = null, images } of actors) {
    const due = images.filter((image) => !sent.has(imageKey(actorId, image)))
    const hasBase = base !== null
    for (const seen of ['sheet', 'close'] as const) {
      const some = due.filter((image) => skipsSheet(image, detailLevel) === (seen === 'close'))
      const size = detailLevel === 'every' ? 1 : imagesPerSheet(server.model, seen, hasBase)
      for (const part of evenly(some, size))
        yield {
          request: { ...requestOf(actorId, seen, hasBase, part), baseSha256 },
          base,
          pictures: part,
        }
    }
  }
  return undefined
}

const requestOf = (
  actorId: string,
  seen: Seen,
  hasBase: boolean,
  images: readonly ImageToJudge[],
): Omit<BatchRequest, 'baseSha256'> => ({
  actorId,
  seen,
  hasBase,
  images: images.map(({ filename, sha256, measures: { drawn, monochrome } }) => ({
    filename,
    sha256,
    drawn,
    monochrome,
  })),
})

async function render(ports: BatchPorts, { request, base, pictures }: Waiting) {
  const { draw, server, instructions, detail, ladder } = ports
  const { seen, hasBase } = request
  const sheet = await renderSheet(draw, server.model, seen, base, pictures)
  const [{ model }, format, count] = [server, ladder.current(), pictures.length]
  const { output } = requestTokens({ model, instructions, detail }, seen, count, hasBase)
  // Only OpenAI itself is sure to know the name.
  const limit = server.isOpenAi
    ? { name: 'max_completion_tokens' as const, tokens: answerRoom(model, output).most }
    : undefined
  return chatBody({ model, instructions, detail, sheet, seen, hasBase, count, format, limit })
}

export async function upload({ client, ...server }: Connected, file: File, signal?: AbortSignal): Promise<string> {
  try {
    // Retrying an upload costs nothing but time.
    const { files } = await client()
    const { id } = await files.create({ file, purpose: 'batch' }, { signal, maxRetries: 2 })
    return id
  } catch (error) {
    signal?.throwIfAborted()
    throw failed(error, server)
  }
}

/** Submits the parts that were uploaded and have no batch yet. A batch that an interruption kept from being stored is found by its file. */
export async function startUploaded<P extends PartAtService>(
  server: Connected,
  parts: readonly P[],
  {
    signal,
    onParts,
  }: {
    readonly signal?: AbortSignal | undefined
    readonly onParts: (parts: readonly P[]) => void | Promise<void>
  },
): Promise<readonly P[]> {
  let current = parts
  for (const [i, part] of parts.entries()) {
    if (part.batchId !== null || part.collected) continue
    const { id, status } = await handIn(server, part.fileId, signal)
    current = current.with(i, { ...part, batchId: id, status })
    await onParts(current)
  }
  return current
}

/** One file of requests at the service. */
export interface PartAtService {
  readonly fileId: string
  /** Null until a batch was created from it. */
  readonly batchId: string | null
  readonly status: string
  /** True once its answers were fetched. */
  readonly collected: boolean
}

/** Batches per page; the client requests further pages by itself. */
const PAGE = 100
/**
 * Most batches that are searched: other programs may have created some since the interruption, but more than a day of them is not searched.
 */
const MOST_SEEN = 5000

/** Returns the batch that was created from a file, or null. */
export async function batchOf({ client }: Pick<Connected, 'client'>, fileId: string, signal?: AbortSignal) {
  let seen = 0
  const { batches } = await client()
  for await (const batch of batches.list({ limit: PAGE }, { signal, maxRetries: 2 })) {
    if (batch.input_file_id === fileId) return batch
    if (++seen >= MOST_SEEN) return null
  }
  return null
}

async function handIn({ client, ...server }: Connected, fileId: string, signal?: AbortSignal) {
  try {
    const made = await batchOf({ client }, fileId, signal)
    if (made) return made
    // No automatic retry, because the batch may have been created although its answer was lost.
    const { batches } = await client()
    return await batches.create(
      { input_file_id: fileId, endpoint: '/v1/chat/completions', completion_window: '24h' },
      { signal, maxRetries: 0 },
    )
  } catch (error) {
    signal?.throwIfAborted()
    throw failed(error, server)
  }
}

export function failed(error: unknown, server: Parameters<typeof classify>[1]): EvencastError {
  if (error instanceof EvencastError) return error
  if (error instanceof Error && error.cause instanceof EvencastError) return error.cause
  const failure = classify(error, server)
  return 'code' in failure ? toError(failure) : new EvencastError('UPSTREAM', failure.message)
}
