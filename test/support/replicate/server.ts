import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { type Checks, createChecks } from './check.ts'
import { createFaults, type Fault, type Operation, type Trouble } from './faults.ts'
import { type BaseSeen, createService, type Received, type Reply } from './service.ts'

export interface ReplicateOptions {
  readonly faults?: readonly Fault[]
  /** Time from a prediction's creation to its end; half of it "starting", half "processing". */
  readonly latencyMs?: number
  /** The service's clock, also in the Date header. */
  readonly now?: () => number
  /** The only token it accepts. */
  readonly token?: string
  readonly pageSize?: number
  /** Approximate pixels of a picture; use fewer for tests that generate many. */
  readonly pixels?: number
}

export interface ReplicateStats {
  readonly requests: Readonly<Record<Operation, number>>
  /** Inputs of the accepted predictions, in order. */
  readonly inputs: readonly Readonly<Record<string, unknown>>[]
  readonly predictionIds: readonly string[]
  readonly chargedUsd: number
  /** Accepted trainings in order, and their cost. */
  readonly trainings: readonly { readonly id: string; readonly destination: string; readonly input: object }[]
  readonly trainingUsd: number
  /** Ids of the predictions that were charged. */
  readonly paidIds: readonly string[]
  /** Number of accepted predictions per picture (base image, prompt and seed). */
  readonly perPicture: ReadonlyMap<string, number>
  readonly baseImages: readonly BaseSeen[]
  /** Requests and own answers that violate the API's schema. */
  readonly violations: readonly string[]
  readonly cancelAfter: readonly string[]
  /** Requests without the token's header or to an unknown address. */
  readonly strangers: readonly string[]
}

export interface ReplicateDouble {
  /** The base address, with `/v1`. */
  readonly url: string
  readonly token: string
  fail(fault: Fault): void
  stats(): ReplicateStats
  close(): Promise<void>
}

export const DOUBLE_TOKEN = 'r8_EvencastDoubleToken000000000000000000'

const noRequests = (): Record<Operation, number> => ({
  account: 0,
  model: 0,
  upload: 0,
  file: 0,
  create: 0,
  get: 0,
  list: 0,
  download: 0,
  train: 0,
  training: 0,
  trainings: 0,
  cancelTraining: 0,
  createModel: 0,
})

/** Shared, because compiling the schemas takes longer than most tests. */
const checks = createChecks()

/** Starts a double of Replicate on loopback that checks every request, stores predictions and fails on demand. */
export async function startReplicate(options: ReplicateOptions = {}): Promise<ReplicateDouble> {
  const { latencyMs = 40, now = Date.now, token = DOUBLE_TOKEN, pageSize = 100, pixels = 400_000 } = options
  const faults = createFaults(options.faults ?? [])
  let origin = ''
  const service = createService({ checks, faults, now, latencyMs, pageSize, pixels, origin: () => origin })
  const requests: Record<Operation, number> = noRequests()
  const cancelAfter: string[] = []
  const strangers: string[] = []
  const closing = new AbortController()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(request)
    response.setHeader('date', new Date(now()).toUTCString())
    const route = service.route(received)
    if (!route) {
      strangers.push(`${received.method} ${received.path}`)
      return send(response, { status: 404, body: { detail: 'Not found', status: 404 } })
    }
    requests[route.on] += 1
    const given = received.headers.authorization
    if (route.on !== 'download' && given !== `Bearer ${token}`) {
      const detail = 'You did not pass a valid authentication token'
      return send(response, { status: 401, body: { title: 'Unauthenticated', detail, status: 401 } })
    }
    if (route.on === 'create' && received.headers['cancel-after'])
      cancelAfter.push(String(received.headers['cancel-after']))
    const trouble = faults.trouble(route.on)
    if (trouble === 'lagging')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[]}')
    if (trouble === 'reset before') return void request.socket.destroy()
    if (trouble !== null && typeof trouble === 'object' && 'status' in trouble) {
      return refuse(response, trouble, String(given))
    }
    if (trouble !== null && typeof trouble === 'object' && 'lateMs' in trouble) {
      request.socket.destroy()
      await delay(trouble.lateMs, undefined, { signal: closing.signal })
      return void (await route.run(received))
    }
    const reply = await route.run(received)
    checkReply(checks, route.on, reply, service.violations)
    if (trouble === 'reset after') return void request.socket.destroy()
    if (trouble === 'partial') return cutOff(response, reply)
    if (trouble === 'garbled')
      return send(response, { ...reply, body: Buffer.from('<html>Bad gateway'), type: 'text/html' })
    if (trouble === 'unknown status') {
      const text = JSON.stringify(reply.body).replaceAll(/"status":"\w+"/g, '"status":"queued"')
      return send(response, { ...reply, body: JSON.parse(text) })
    }
    if (trouble !== null) await delay(trouble.slowMs, undefined, { signal: closing.signal }).catch(() => {})
    send(response, reply)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that is killed while it sends does not violate the schema.
      if (!request.complete) return void response.destroy()
      service.violations.push(`The double failed: ${String(error)}`)
      response.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url: `${origin}/v1`,
    token,
    fail: (fault) => faults.add(fault),
    stats: () => ({
      requests: { ...requests },
      inputs: [...service.held.values()].map(({ input }) => input),
      predictionIds: [...service.held.keys()],
      paidIds: service.paidIds(),
      chargedUsd: Math.round(service.chargedUsd() * 1e6) / 1e6,
      trainings: [...service.trainings.held.values()],
      trainingUsd: Math.round(service.trainings.usd() * 1e6) / 1e6,
      perPicture: service.perPicture(),
      baseImages: [...service.bases.values()],
      violations: [...service.violations],
      cancelAfter: [...cancelAfter],
      strangers: [...strangers],
    }),
    async close() {
      closing.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const { method = 'GET', headers } = request
  return { method, path: pathname, query: searchParams, headers, content: Buffer.concat(chunks) }
}

function send(response: ServerResponse, { status, body, type }: Reply): void {
  const content = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  response
    .writeHead(status, { 'content-type': type ?? 'application/json', 'content-length': content.length })
    .end(content)
}

function cutOff(response: ServerResponse, { status, body, type }: Reply): void {
  const content = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-type': type ?? 'application/json', 'content-length': content.length })
  response.write(content.subarray(0, content.length / 2), () => response.destroy())
}

const DETAILS: Readonly<Record<number, string>> = {
  401: 'You did not pass a valid authentication token',
  402: 'You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase credit.',
  422: '- input.prompt: the prompt is too long\n',
}

function refuse(response: ServerResponse, trouble: Extract<Trouble, { status: number }>, authorization: string): void {
  const { status, retryAfter = {}, location, echoToken } = trouble
  const reset = retryAfter.text === undefined ? '' : ` Your rate limit resets in ~${retryAfter.text}s.`
  const said =
    trouble.detail ?? DETAILS[status] ?? (status === 429 ? `Request was throttled.${reset}` : `HTTP ${status}`)
  const detail = echoToken ? `${said} (${authorization})` : said
  if (retryAfter.header !== undefined) response.setHeader('retry-after', String(retryAfter.header))
  if (location !== undefined) response.setHeader('location', location)
  const fields =
    status === 422
      ? { invalid_fields: [{ type: 'length', field: 'input.prompt', description: 'the prompt is too long' }] }
      : {}
  const body = { detail, status, ...fields, ...(retryAfter.body !== undefined && { retry_after: retryAfter.body }) }
  send(response, { status, body })
}

const ANSWERS = {
  account: 'account',
  model: 'schemas_model_response',
  upload: 'schemas_file_response',
  file: 'schemas_file_response',
  create: 'schemas_prediction_response',
  get: 'schemas_prediction_response',
  list: 'schemas_paginated_prediction_response',
  train: 'schemas_training_response',
  training: 'schemas_training_response',
  cancelTraining: 'schemas_training_response',
  createModel: 'schemas_model_response',
} as const

/** Checks the double's own answers against the schema. */
function checkReply(checks: Checks, on: Operation, { status, body }: Reply, violations: string[]): void {
  if (on === 'download' || on === 'trainings' || status >= 300) return
  for (const { field, description } of checks.body(ANSWERS[on], body)) {
    violations.push(`The double's answer to ${on}: ${field} ${description}`)
  }
}
