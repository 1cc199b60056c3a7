import type { Checks, FieldError } from './check.ts'
import type { Operation } from './faults.ts'
import type { Received, Reply } from './service.ts'

/** The trainer that the double runs. `RULES` holds the inputs of its `train()` that Evencast sends, as flux-fine-tuner declares them. */
const TRAINER = {
  name: 'ostris/flux-dev-lora-trainer',
  version: '26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2',
} as const

/** An H100's list price per second. The double charges for `TOOK_SECONDS`, whatever the real duration. */
const USD_PER_SECOND = 0.001525
/** Duration of a training that the double reports. */
const TOOK_SECONDS = 1200

export interface HeldTraining {
  readonly id: string
  readonly destination: string
  readonly input: Readonly<Record<string, unknown>>
  readonly createdMs: number
  canceledMs: number | null
}

interface Options {
  readonly checks: Checks
  readonly now: () => number
  readonly latencyMs: number
  readonly pageSize: number
  readonly origin: () => string
  /** Returns an uploaded file; null when there is none at this address. */
  readonly fileAt: (url: string) => Buffer | null
  readonly invalid: (errors: readonly FieldError[]) => Reply
}

/** Returns the weights of a training, which begin with its id. */
export const weightsOf = (id: string): Buffer => Buffer.concat([Buffer.from(`lora of ${id}`), Buffer.alloc(70_000, 7)])

const missing: Reply = { status: 404, body: { title: 'Not found', detail: 'Not found', status: 404 } }

/** Creates trainings as at Replicate, with the private models that they are pushed to. */
export function createTrainings({ checks, now, latencyMs, pageSize, origin, fileAt, invalid }: Options) {
  const held = new Map<string, HeldTraining>()
  const models = new Set<string>()

  const statusOf = ({ createdMs, canceledMs }: HeldTraining): string => {
    const age = (canceledMs ?? now()) - createdMs
    if (age >= latencyMs) return 'succeeded'
    if (canceledMs !== null) return 'canceled'
    return age < latencyMs / 2 ? 'starting' : 'processing'
  }

  function shown(training: HeldTraining): object {
    const { id, input, destination, createdMs, canceledMs } = training
    const status = statusOf(training)
    const endedMs = status === 'canceled' ? canceledMs : status === 'succeeded' ? createdMs + latencyMs : null
    const steps = Number(input['steps'])
    const done = Math.min(steps, Math.round((steps * Math.max(0, now() - createdMs - latencyMs / 2) * 2) / latencyMs))
    return {
      id,
      model: TRAINER.name,
      version: TRAINER.version,
      input,
      logs:
        status === 'starting' ? '' : `flux_train_replicate:  12%|#2   | ${done}/${steps} [00:10<01:10, loss: 4e-01]`,
      error: null,
      status,
      source: 'api',
      created_at: iso(createdMs),
      ...(status !== 'starting' && { started_at: iso(createdMs + latencyMs / 2) }),
      ...(endedMs !== null && {
        completed_at: iso(endedMs),
        metrics: { predict_time: status === 'succeeded' ? TOOK_SECONDS : 60, total_time: TOOK_SECONDS },
      }),
      ...(status === 'succeeded' && {
        output: { version: `${destination}:${id}`, weights: `${origin()}/weights/${id}/trained_model.tar` },
      }),
      urls: { get: `${origin()}/v1/trainings/${id}`, cancel: `${origin()}/v1/trainings/${id}/cancel` },
    }
  }

  function create({ content }: Received): Reply {
    const body: unknown = JSON.parse(content.toString())
    const wrong = checks.body('schemas_training_request', body)
    if (wrong.length > 0 || !isRecord(body) || !isRecord(body['input'])) return invalid(wrong)
    const { destination, input } = body
    if (typeof destination !== 'string' || !models.has(destination))
      return invalid([{ type: 'destination', field: 'destination', description: 'The destination does not exist' }])
    const errors = Object.entries(input).flatMap(([key, value]): FieldError[] =>
      RULES[key]?.(value) ? [] : [{ type: 'input', field: `input.${key}`, description: 'is not what it takes' }],
    )
    const zip = fileAt(String(input['input_images']))
    if (zip?.subarray(0, 2).toString() !== 'PK')
      errors.push({ type: 'uri', field: 'input.input_images', description: 'no zip can be fetched there' })
    if (errors.length > 0) return invalid(errors)
    const id = `t${(held.size + 1).toString().padStart(4, '0')}abcdefghijklmnopqrstu`
    const training = { id, destination, input, createdMs: now(), canceledMs: null }
    held.set(id, training)
    return { status: 201, body: shown(training) }
  }

  function createModel({ content }: Received): Reply {
    const body: unknown = JSON.parse(content.toString())
    const given = isRecord(body) ? body : {}
    const lacks = ['owner', 'name', 'visibility', 'hardware'].filter((key) => typeof given[key] !== 'string')
    if (lacks.length > 0)
      return invalid(lacks.map((field) => ({ type: 'required', field, description: 'is required' })))
    const name = `${String(given['owner'])}/${String(given['name'])}`
    if (models.has(name))
      return { status: 409, body: { title: 'Conflict', detail: 'A model has this name', status: 409 } }
    models.add(name)
    return { status: 201, body: modelShown(name) }
  }

  function list({ query }: Received): Reply {
    const from = Number(query.get('cursor') ?? 0)
    const newest = [...held.values()].toReversed()
    const next = from + pageSize < newest.length ? `${origin()}/v1/trainings?cursor=${from + pageSize}` : null
    return { status: 200, body: { next, previous: null, results: newest.slice(from, from + pageSize).map(shown) } }
  }

  function modelShown(name: string): object {
    const [owner, short] = name.split('/')
    return {
      owner,
      name: short,
      url: `https://replicate.com/${name}`,
      visibility: name === TRAINER.name ? 'public' : 'private',
      is_official: false,
      ...(name === TRAINER.name && { latest_version: { id: TRAINER.version, openapi_schema: {} } }),
    }
  }

  function cancel(id: string): Reply {
    const training = held.get(id)
    if (!training) return missing
    if (statusOf(training) !== 'succeeded') training.canceledMs ??= now()
    return { status: 200, body: shown(training) }
  }

  return {
    held,
    usd: (): number =>
      [...held.values()].reduce(
        (sum, one) => sum + (statusOf(one) === 'canceled' ? 60 : TOOK_SECONDS) * USD_PER_SECOND,
        0,
      ),
    /** Returns null for a request that does not concern trainings. */
    route({ method, path }: Received): { readonly on: Operation; readonly run: (received: Received) => Reply } | null {
      const [, id, ending] = /^\/v1\/trainings\/(\w+)(\/cancel)?$/.exec(path) ?? []
      const [, model] = /^\/v1\/models\/([\w.-]+\/[\w.-]+)$/.exec(path) ?? []
      const [, weights] = /^\/weights\/(\w+)\/trained_model\.tar$/.exec(path) ?? []
      if (method === 'POST') {
        if (path === `/v1/models/${TRAINER.name}/versions/${TRAINER.version}/trainings`)
          return { on: 'train', run: create }
        if (path === '/v1/models') return { on: 'createModel', run: createModel }
        return id && ending ? { on: 'cancelTraining', run: () => cancel(id) } : null
      }
      if (method !== 'GET') return null
      if (path === '/v1/trainings') return { on: 'trainings', run: list }
      if (weights && held.has(weights))
        return { on: 'download', run: () => ({ status: 200, body: weightsOf(weights), type: 'application/x-tar' }) }
      const known = model !== undefined && (model === TRAINER.name || models.has(model))
      if (known) return { on: 'model', run: () => ({ status: 200, body: modelShown(model) }) }
      const found = id && !ending ? held.get(id) : undefined
      return found ? { on: 'training', run: () => ({ status: 200, body: shown(found) }) } : null
    },
  }
}

const isNumber = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most

/** Checks of the inputs of `train()` that Evencast sends. */
const RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  input_images: (value) => typeof value === 'string' && URL.canParse(value),
  trigger_word: (value) => typeof value === 'string' && value !== '',
  autocaption: (value) => typeof value === 'boolean',
  steps: isNumber(3, 6000),
  batch_size: isNumber(1, 64),
  caption_dropout_rate: isNumber(0, 1),
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const iso = (ms: number): string => new Date(ms).toISOString()
