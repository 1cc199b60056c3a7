import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Checks, FieldError } from './check.ts'
import type { Faults, Operation } from './faults.ts'
import { kept } from '../kept.ts'
import { MODELS, type ServedModel } from './models.ts'
import { makePicture, type PictureOrder } from './pictures.ts'
import { chargeOf, type Held, KEPT_MS, shown, statusOf } from './predictions.ts'
import { createTrainings } from './trainings.ts'

/** A quarter of the requested megapixel, which is half of each side. */
const HALF_SIZE_PX = 250_000

export interface Reply {
  readonly status: number
  readonly body: object | Buffer
  readonly type?: string
}

export interface Received {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly content: Buffer<ArrayBuffer>
}

export interface BaseSeen {
  readonly sha256: string
  readonly width: number
  readonly height: number
  readonly format: string
  readonly bytes: number
  /** Mean of red, green and blue, 0..255, which proves that the pixels were decoded. */
  readonly mean: readonly number[]
}

export interface ServiceOptions {
  readonly checks: Checks
  readonly faults: Faults
  readonly now: () => number
  readonly latencyMs: number
  readonly pageSize: number
  readonly pixels: number
  readonly origin: () => string
}

interface Stored {
  readonly bytes: Buffer
  readonly type: string
  readonly sha256: string
  readonly createdMs: number
}

const FILE_KEPT_MS = 24 * 60 * 60_000

/** Creates the double's state and behaviour, without HTTP. */
export function createService({ checks, faults, now, latencyMs, pageSize, pixels, origin }: ServiceOptions) {
  const held = new Map<string, Held>()
  const files = new Map<string, Stored>()
  const bases = new Map<string, BaseSeen>()
  const violations: string[] = []

  const refuse = (status: number, title: string, detail: string, more: object = {}): Reply => ({
    status,
    body: { title, detail, status, ...more },
  })
  const invalid = (errors: readonly FieldError[]): Reply => {
    const detail = errors.map(({ field, description }) => `- ${field}: ${description}\n`).join('')
    violations.push(detail.trim())
    return refuse(422, 'Input validation failed', detail, { invalid_fields: errors })
  }

  const trainings = createTrainings({
    checks,
    now,
    latencyMs,
    pageSize,
    origin,
    invalid,
    fileAt: (url) => files.get(url.replace(`${origin()}/v1/files/`, ''))?.bytes ?? null,
  })

  async function create(received: Received, name: string | null): Promise<Reply> {
    // The double's own work is part of the prediction's latency.
    const createdMs = now()
    const body = parsed(received.content)
    const wrong = checks.body(name === null ? 'schemas_version_prediction_request' : 'schemas_prediction_request', body)
    if (wrong.length > 0 || !isRecord(body) || !isRecord(body.input)) return invalid(wrong)
    for (const header of ['cancel-after', 'prefer'] as const) {
      const value = received.headers[header]
      if (value !== undefined && !checks.header(header, String(value))) {
        return invalid([{ type: 'header', field: header, description: `${String(value)} is not allowed` }])
      }
    }
    const model = MODELS.find((one) =>
      name === null ? one.version === body.version && !one.official : one.name === name && one.official,
    )
    if (!model) return refuse(404, 'Not found', 'The requested resource could not be found.')
    const errors = checks.input(model, body.input)
    if (errors.length > 0) return invalid(errors)
    const base = await baseOf(model, body.input)
    if (base === 'unreachable') {
      return invalid([{ type: 'uri', field: `input.${model.imageField}`, description: 'the file cannot be fetched' }])
    }
    const prediction = accept(model, body.input, base, createdMs)
    return { status: 201, body: shown(prediction, now(), origin()) }
  }

  function accept(
    model: ServedModel,
    input: Readonly<Record<string, unknown>>,
    base: Buffer | null,
    createdMs: number,
  ): Held {
    const prompt = textOf(input.prompt)
    const id = `p${(held.size + 1).toString().padStart(4, '0')}${sha256(JSON.stringify(input)).slice(0, 21)}`
    const ending = base === null && model.imageField !== '' ? 'broken' : faults.ending(prompt)
    const given = typeof input.seed === 'number' ? input.seed : held.size
    const wantsPng = input.output_format === 'png'
    const order = {
      prompt,
      seed: given,
      ratio: textOf(input.aspect_ratio),
      format: wantsPng ? 'png' : 'jpg',
      pixels: ending === 'half-size picture' ? HALF_SIZE_PX : pixels,
    } as const
    const isMade = ending === null || ending === 'half-size picture'
    const picture = ending === 'tiny picture' ? tinyPicture() : base && isMade ? drawn({ base, ...order }) : null
    // It is awaited when it is downloaded; until then a rejection is not unhandled.
    picture?.catch(() => {})
    const prediction = { id, model, input, createdMs, latencyMs, ending, baseSha256: base ? sha256(base) : '', picture }
    held.set(id, prediction)
    return prediction
  }

  /** Returns null when an image was sent but does not decode. */
  async function baseOf(
    model: ServedModel,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Buffer | null | 'unreachable'> {
    const value = input[model.imageField]
    const reference = String(Array.isArray(value) ? value[0] : (value ?? ''))
    if (reference === '') return null
    const data = /^data:image\/\w+;base64,(.+)$/.exec(reference)?.[1]
    const file = files.get(reference.replace(`${origin()}/v1/files/`, ''))
    const bytes = data === undefined ? file?.bytes : Buffer.from(data, 'base64')
    if (!bytes) return 'unreachable'
    try {
      const [{ width, height, format }, { channels }] = await Promise.all([
        sharp(bytes).metadata(),
        sharp(bytes).stats(),
      ])
      const mean = channels.slice(0, 3).map((channel) => channel.mean)
      bases.set(sha256(bytes), { sha256: sha256(bytes), width, height, format, bytes: bytes.length, mean })
      return bytes
    } catch {
      return null
    }
  }

  function list({ query }: Received): Reply {
    const from = Number(query.get('cursor') ?? 0)
    const newest = [...held.values()].toReversed()
    const next = from + pageSize < newest.length ? `${origin()}/v1/predictions?cursor=${from + pageSize}` : null
    const results = newest.slice(from, from + pageSize).map((one) => shown(one, now(), origin()))
    return { status: 200, body: { next, previous: null, results } }
  }

  async function upload({ headers, content }: Received): Promise<Reply> {
    const form = await new Response(content, {
      headers: { 'content-type': String(headers['content-type']) },
    }).formData()
    const file = form.get('content')
    if (!(file instanceof File)) return refuse(400, 'Bad request', 'Missing content')
    if (Buffer.byteLength(file.name) > 255) violations.push('The name of a file is longer than 255 bytes.')
    const bytes = Buffer.from(await file.arrayBuffer())
    if (bytes.length > 100_000_000) return { status: 413, body: { detail: 'Files must be less than 100MB in size' } }
    const id = `f${files.size + 1}${sha256(bytes).slice(0, 24)}`
    files.set(id, { bytes, type: file.type, sha256: sha256(bytes), createdMs: now() })
    return { status: 201, body: fileShown(id) }
  }

  function fileShown(id: string): object {
    const { bytes, type, createdMs, sha256: checksum } = files.get(id)!
    return {
      id,
      content_type: type,
      size: bytes.length,
      checksums: { sha256: checksum },
      metadata: {},
      created_at: new Date(createdMs).toISOString(),
      expires_at: new Date(createdMs + FILE_KEPT_MS).toISOString(),
      urls: { get: `${origin()}/v1/files/${id}` },
    }
  }

  function modelShown(name: string): Reply {
    const model = MODELS.find((one) => one.name === name)
    if (!model) return refuse(404, 'Not found', 'The requested resource could not be found.')
    const [owner, short] = name.split('/')
    const openapi_schema = { components: { schemas: { Input: model.input, ...model.schemas } } }
    const latest_version = { id: model.version, openapi_schema }
    const url = `https://replicate.com/${name}`
    const body = { owner, name: short, url, visibility: 'public', is_official: model.official, latest_version }
    return { status: 200, body }
  }

  const missing = refuse(404, 'Not found', 'The requested resource could not be found.')

  async function output(id: string): Promise<Reply> {
    const prediction = held.get(id)
    const gone = !prediction || now() - prediction.createdMs - prediction.latencyMs > KEPT_MS
    if (gone || !prediction.picture || statusOf(prediction, now()) !== 'succeeded') return missing
    const body = await prediction.picture
    return { status: 200, body, type: prediction.input.output_format === 'png' ? 'image/png' : 'image/jpeg' }
  }

  return {
    held,
    trainings,
    bases,
    violations,
    /** Returns null for a request that the API does not have. */
    route(
      asked: Received,
    ): { readonly on: Operation; readonly run: (received: Received) => Reply | Promise<Reply> } | null {
      const { method, path } = asked
      const training = trainings.route(asked)
      if (training) return training
      const [, prediction] = /^\/v1\/predictions\/(\w+)$/.exec(path) ?? []
      const [, file] = /^\/v1\/files\/(\w+)$/.exec(path) ?? []
      const [, picture] = /^\/output\/(\w+)\/\d+\.png$/.exec(path) ?? []
      const [, model, predictions] = /^\/v1\/models\/([\w.-]+\/[\w.-]+)(\/predictions)?$/.exec(path) ?? []
      if (method === 'POST') {
        if (path === '/v1/files') return { on: 'upload', run: upload }
        if (path === '/v1/predictions') return { on: 'create', run: (received) => create(received, null) }
        return model && predictions ? { on: 'create', run: (received) => create(received, model) } : null
      }
      if (method !== 'GET') return null
      if (path === '/v1/account')
        return { on: 'account', run: () => ({ status: 200, body: { type: 'user', username: 'evencast' } }) }
      if (path === '/v1/predictions') return { on: 'list', run: list }
      if (picture) return { on: 'download', run: () => output(picture) }
      if (model && !predictions) return { on: 'model', run: () => modelShown(model) }
      if (file) return { on: 'file', run: () => (files.has(file) ? { status: 200, body: fileShown(file) } : missing) }
      if (!prediction) return null
      const found = held.get(prediction)
      return { on: 'get', run: () => (found ? { status: 200, body: shown(found, now(), origin()) } : missing) }
    },
    paidIds: () => [...held.values()].filter((one) => chargeOf(one) > 0).map(({ id }) => id),
    chargedUsd: () => [...held.values()].reduce((sum, one) => sum + chargeOf(one), 0),
    /** Returns the accepted predictions per base image, prompt and seed. */
    perPicture(): ReadonlyMap<string, number> {
      const counts = new Map<string, number>()
      for (const { baseSha256, input } of held.values()) {
        const key = JSON.stringify([baseSha256, input.prompt, input.seed ?? null])
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      return counts
    },
  }
}

const drawn = (order: PictureOrder): Promise<Buffer> =>
  kept(`replicate ${JSON.stringify({ ...order, base: sha256(order.base) })}`, () => makePicture(order))

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString())
  } catch {
    return undefined
  }
}

const tinyPicture = (): Promise<Buffer> =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: '#a67' } })
    .png()
    .toBuffer()
