import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createBatches, type BatchOptions } from './batches.ts'
import { complete, type ChatOptions } from './chat.ts'
import type { Fault } from './faults.ts'
import { createValidate } from './validate.ts'

export interface DoubleOptions {
  /** Faults by the number of the chat completion, from 0: a list or a function. */
  readonly faults?: readonly (Fault | null)[] | ((n: number) => Fault | null)
  readonly latencyMs?: number
  /** Requests with another key are refused; null accepts any key or none. */
  readonly apiKey?: string | null
  readonly models?: readonly string[]
  readonly refuses?: readonly string[]
  readonly ignoresFormat?: boolean
  readonly mostTiles?: number
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>
  readonly batch?: Partial<BatchOptions>
}

interface Stats {
  /** Chat completions received. */
  readonly requests: number
  /** Requests that were answered and therefore paid for. */
  readonly paid: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly mostAtOnce: number
  /** Reasons of refusals for requests that should not have been sent. */
  readonly invalid: readonly string[]
  /** Bodies of the chat completions in order, each picture replaced by its hash. */
  readonly bodies: readonly unknown[]
  /** Distinct keys of all requests; "none" stands for no key. */
  readonly keys: readonly string[]
  readonly batches: number
  readonly batchTokens: { readonly input: number; readonly output: number; readonly requests: number }
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly purpose: string }[]
}

export interface Double extends AsyncDisposable {
  /** Base URL, ending in /v1. */
  readonly url: string
  stats(): Stats
  close(): Promise<void>
}

const MODELS = ['gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.4-mini', 'gpt-4.1', 'gpt-4o', 'gpt-4o-mini']

/** Shared, because compiling the schema takes longer than most tests. */
const validate = createValidate()

/**
 * Starts a stand-in for OpenAI on loopback that validates every request, reads the pixels it receives, counts tokens, and fails on demand.
 */
export async function startOpenAi(options: DoubleOptions = {}): Promise<Double> {
  const { faults = [], latencyMs = 0, apiKey = null, headers = {} } = options
  const faultOf = (n: number): Fault | null => (typeof faults === 'function' ? faults(n) : (faults[n] ?? null))
  const chat: ChatOptions = {
    validate,
    models: options.models ?? MODELS,
    refuses: options.refuses ?? [],
    ignoresFormat: options.ignoresFormat ?? false,
    mostTiles: options.mostTiles ?? Infinity,
  }
  const batches = createBatches(chat, {
    polls: 2,
    end: 'completed',
    mostBytes: 200_000_000,
    fault: () => null,
    ...options.batch,
  })
  const counted = { requests: 0, paid: 0, inputTokens: 0, outputTokens: 0, mostAtOnce: 0 }
  const bodies: unknown[] = []
  const invalid: string[] = []
  const keys = new Set<string>()
  let atOnce = 0

  const send = (
    response: ServerResponse,
    status: number,
    body: unknown,
    more: Readonly<Record<string, string>> = {},
  ) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers, ...more })
    response.end(JSON.stringify(body))
  }
  const sendFault = (request: IncomingMessage, response: ServerResponse, fault: Extract<Fault, { kind: 'status' }>) => {
    // The error names the given key, as the real service's does.
    const key = (request.headers.authorization ?? '').replace('Bearer ', '')
    const message = (fault.message ?? `Failed with ${fault.status}.`).replace('{key}', key)
    const error = { message, type: fault.code ?? 'error', param: null, code: fault.code ?? null }
    send(response, fault.status, { error }, fault.headers)
  }

  const chatCompletion = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body: unknown = JSON.parse((await read(request)).toString())
    const fault = faultOf(counted.requests++)
    bodies.push(withoutPictures(body))
    // The time for reading the pixels is part of the latency, not added to it.
    const due = delay(latencyMs)
    const answering = isAnswered(fault) ? complete(body, chat, fault) : null
    await due
    if (fault?.kind === 'status') return sendFault(request, response, fault)
    if (fault?.kind === 'reset' && !fault.after) return void request.socket.destroy()
    if (fault?.kind === 'slow') await delay(fault.ms, undefined, { ref: false })
    if (fault?.kind === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' })
      return void response.end('<!doctype html><title>Sign in to the network</title>')
    }
    if (fault?.kind === 'error-inside')
      return send(response, 200, { error: { message: 'Provider returned error', code: fault.code } })
    const answered = await answering
    if (answered === null) return
    if (answered.usage) {
      counted.paid++
      counted.inputTokens += answered.usage.input
      counted.outputTokens += answered.usage.output
    } else if (!/is not supported/.test(JSON.stringify(answered.body))) invalid.push(JSON.stringify(answered.body))
    if (fault?.kind === 'reset') return void request.socket.destroy()
    if (fault?.kind === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify(answered.body).slice(0, 200))
    }
    send(response, answered.status, answered.body)
  }

  const upload = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = await new Response(new Uint8Array(await read(request)), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData()
    const file = form.get('file')
    const purpose = form.get('purpose')
    if (!(file instanceof Blob) || typeof purpose !== 'string')
      return send(response, 400, { error: { message: 'no file' } })
    const stored = batches.store(file.name, Buffer.from(await file.arrayBuffer()), purpose)
    send(response, 200, fileView(stored))
  }

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    keys.add(request.headers.authorization?.replace('Bearer ', '') ?? 'none')
    const path = `${request.method} ${(request.url ?? '').replace(/^\/v1/, '').replace(/\?.*$/, '')}`
    if (apiKey !== null && request.headers.authorization !== `Bearer ${apiKey}`) {
      await read(request)
      return sendFault(request, response, {
        kind: 'status',
        status: 401,
        code: 'invalid_api_key',
        message: 'Incorrect API key provided: {key}.',
      })
    }
    const [, id = ''] = /\/(?:batches|files)\/([^/]+)/.exec(path) ?? []
    const found = (body: unknown) =>
      body === null
        ? send(response, 404, { error: { message: 'No such thing.', code: 'not_found' } })
        : send(response, 200, body)
    if (path === 'POST /chat/completions') return chatCompletion(request, response)
    if (path === 'GET /models')
      return send(response, 200, {
        object: 'list',
        data: chat.models.map((model) => ({ id: model, object: 'model', created: 0, owned_by: 'double' })),
      })
    if (path === 'POST /files') return upload(request, response)
    if (path === 'POST /batches') {
      const { status, body } = batches.create(JSON.parse((await read(request)).toString()))
      return send(response, status, body)
    }
    if (path === 'GET /batches') return send(response, 200, { object: 'list', data: batches.list(), has_more: false })
    if (path === `GET /batches/${id}`) return found(await batches.poll(id))
    if (path === `POST /batches/${id}/cancel`) return found(batches.cancel(id))
    if (path === `DELETE /files/${id}`) return found(batches.remove(id) ? { id, object: 'file', deleted: true } : null)
    if (path === `GET /files/${id}/content`) {
      const file = batches.files.get(id)
      if (file === undefined) return found(null)
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      return void response.end(file.bytes)
    }
    await read(request)
    send(response, 404, { error: { message: `No route ${path}`, code: 'not_found' } })
  }

  const server = createServer((request, response) => {
    atOnce++
    counted.mostAtOnce = Math.max(counted.mostAtOnce, atOnce)
    response.once('close', () => atOnce--)
    route(request, response).catch((error: unknown) => {
      // A client that is killed while it sends does not count as invalid.
      if (!request.complete) return void response.destroy()
      invalid.push(String(error))
      if (!response.headersSent) send(response, 500, { error: { message: String(error) } })
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => void server.close(() => resolve()))
  }
  return {
    url: `http://127.0.0.1:${port}/v1`,
    stats: () => ({
      ...counted,
      invalid: [...invalid, ...batches.invalid],
      bodies,
      keys: [...keys],
      batches: batches.batches.size,
      batchTokens: { ...batches.spent },
      files: [...batches.files.values()].map(({ name, bytes, purpose }) => ({ name, bytes: bytes.length, purpose })),
    }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const fileView = ({
  id,
  name,
  bytes,
  purpose,
}: {
  id: string
  name: string
  bytes: Buffer
  purpose: string
}): unknown => ({
  id,
  object: 'file',
  bytes: bytes.length,
  created_at: 1_790_000_000,
  filename: name,
  purpose,
  status: 'processed',
})

/** Returns true when the service does its work, even if the answer is then lost. */
const isAnswered = (fault: Fault | null): boolean =>
  !['status', 'html', 'error-inside'].includes(fault?.kind ?? '') && !(fault?.kind === 'reset' && !fault.after)

/** Replaces the pictures in a body, because those of a hundred actors would not fit in memory. */
const withoutPictures = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body, (key, value: unknown) =>
      key === 'url' && typeof value === 'string' ? `sha256:${createHash('sha256').update(value).digest('hex')}` : value,
    ),
  )

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk)
  return Buffer.concat(chunks)
}
