import { setTimeout as delay } from 'node:timers/promises'
import { type GeneratedImage, GenerationError, type GenerationRequest } from '../../domain/generation.ts'
import type { GenerateHooks, PaidGenerator } from '../generator.ts'
import type { Prediction } from './answers.ts'
import { type Api, createApi, type Target } from './api.ts'
import { createBaseImages } from './base-image.ts'
import { type ConnectionReport, testConnection } from './connection.ts'
import { createOnce, type Order } from './create-once.ts'
import { predictionsSince } from './predictions-since.ts'
import { errorOf } from './failure.ts'
import type { PictureDecoder } from './fit-picture.ts'
import { inputWithoutImage } from './model-input.ts'
import { fieldsOf } from './model-schema.ts'
import { expired, pictureOf } from './outcome.ts'
import type { Log, Sleep } from './retry.ts'
import { fetchPicture } from './picture.ts'
import type { InputFields, Preset } from './presets.ts'
import { redact } from './redact.ts'
import { createRest, type Fetch } from './rest.ts'
import { createPollInterval } from './poll-interval.ts'
import { pollPrediction } from './poll-prediction.ts'

/** Replicate's own address. */
export const REPLICATE_URL = 'https://api.replicate.com/v1'

export interface ReplicateOptions {
  /** Called for every request, so that a new token takes effect at once. Never logged. */
  readonly token: () => string | null
  readonly baseUrl: string
  /** Hosts to which the token may be sent without encryption. */
  readonly unencryptedHosts?: (() => readonly string[]) | undefined
  readonly preset: Preset
  readonly pictures: PictureDecoder
  /** Time limit after which Replicate ends a prediction: "30s", "5m", "1h30m". */
  readonly cancelAfter?: string | undefined
  readonly fetch?: Fetch | undefined
  readonly log?: Log | undefined
  readonly sleep?: Sleep | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  readonly requestTimeoutMs?: number | undefined
}

export interface ReplicateGenerator extends PaidGenerator {
  /** Tests the token, address and model and says what is wrong. Costs nothing. */
  testConnection(signal?: AbortSignal): Promise<ConnectionReport>
}

const NO_BASE = 'This actor has no base image. Put one into its base_image folder.'
const NO_TOKEN = 'There is no Replicate API token: enter one in Settings, or choose another generator.'

/** Creates a generator that uses a model on Replicate and the actor's base image. */
export function createReplicateGenerator(options: ReplicateOptions): ReplicateGenerator {
  const { token, preset, pictures, cancelAfter = null, requestTimeoutMs = 60_000 } = options
  const { model, priceUsd, outputMegapixels: askedMegapixels } = preset
  const { fetch: fetchNow = fetch, log = { warn: () => {} }, sleep = rest, now = Date.now } = options
  const retryOptions = { sleep, log }
  const calls = createRest({
    baseUrl: options.baseUrl,
    unencryptedHosts: options.unencryptedHosts,
    token,
    fetch: fetchNow,
    requestTimeoutMs,
  })
  const api = createApi(calls, retryOptions)
  const source = { fetch: fetchNow, baseUrl: api.baseUrl, token, fitAnswer: pictures.fitAnswer }
  const bases = createBaseImages(api, pictures, preset, now)
  const takes = createTakes(api, preset)
  const claimedIds = new Set<string>()
  const pollInterval = createPollInterval(preset.secondsPerImage * 1000)

  const hasToken = (): boolean => (token()?.trim() ?? '') !== ''

  /** Collects everything that a prediction needs before it is created. */
  async function order(request: GenerationRequest, signal: AbortSignal): Promise<Order> {
    if (request.base === null) throw new GenerationError(NO_BASE, { again: false })
    const [{ target, fields }, base] = await Promise.all([takes(signal), bases.prepare(request.base)])
    const wanted = { model, fields, base, input: inputWithoutImage(fields, request) }
    const reference = () => bases.reference(base, signal)
    // A first request will be sent for sure, so the base image can be uploaded ahead.
    if (request.askedAt === null && request.mayCreate !== false) await reference()
    const { askedAt, mayRepeat = false, mayCreate = true } = request
    return { target, wanted, cancelAfter, askedAt, mayRepeat, mayCreate, priceUsd, reference }
  }

  /** Follows a prediction, from an order or an earlier call's id, to its end. */
  async function predict(
    from: Order | string,
    { signal, onExternalId }: Pick<GenerateHooks, 'signal' | 'onExternalId'>,
  ): Promise<Prediction> {
    const known =
      typeof from === 'string' ? null : await createOnce({ api, now, claimedIds, ...retryOptions }, from, signal)
    const id = typeof from === 'string' ? from : (known?.id ?? '')
    claimedIds.add(id)
    // Report the id before any abort takes effect: the prediction is paid for and must not be lost.
    try {
      await onExternalId(id)
    } catch (error) {
      // The id was not stored, so the next call must be able to find the prediction.
      claimedIds.delete(id)
      throw error
    }
    signal.throwIfAborted()
    return pollPrediction({ api, sleep, now, pollInterval }, { id, known, model, priceUsd }, signal)
  }

  async function generate(
    request: GenerationRequest,
    { signal, onExternalId, inTurn }: GenerateHooks,
  ): Promise<GeneratedImage> {
    signal.throwIfAborted()
    const from = request.externalId ?? (await order(request, signal))
    const prediction = await inTurn(() => predict(from, { signal, onExternalId }))
    const { id } = prediction
    const hide = (text: string) => redact(text, token()?.trim() || 'r8_')
    const url = pictureOf(prediction, { preset, promptId: request.promptId, redact: hide })
    const unreadable = (why: string) =>
      new GenerationError(`The image of prediction ${id} cannot be used: ${why}.`, { again: true, costUsd: priceUsd })
    const bytes = await fetchPicture(source, retryOptions, url, { model, unreadable }, signal)
    if (bytes === null) throw expired(id, priceUsd)
    return { bytes, extension: 'jpg', model, predictionId: id, seed: request.seed, costUsd: priceUsd, askedMegapixels }
  }

  return {
    name: 'replicate',
    model,
    secondsPerImage: preset.secondsPerImage,
    priceUsd: () => priceUsd,
    lacks: () => (hasToken() ? null : 'the Replicate API token (in Settings or REPLICATE_API_TOKEN)'),
    obstacle: (_style, { base }) => (base === null ? NO_BASE : hasToken() ? null : NO_TOKEN),
    generate,
    predictionsSince: async (sinceMs, signal) =>
      predictionsSince(api, { model, seed: (await takes(signal)).fields.seed, sinceMs }, now, signal),
    testConnection: (signal = new AbortController().signal) => testConnection(createApi(calls, null), preset, signal),
  }
}

/** Creates a function that returns the model's input fields and endpoint: from the table, or read once from its schema. */
function createTakes(api: Api, { model, fields }: Preset) {
  let reading: Promise<{ readonly target: Target; readonly fields: InputFields }> | null = null
  const read = async (signal: AbortSignal) => {
    const answer = await api.model(model, signal)
    if (!answer.ok) throw errorOf(answer.failure, model)
    const version = answer.value.is_official ? null : (answer.value.latest_version?.id ?? null)
    return { target: { model, version }, fields: fieldsOf(model, answer.value) }
  }
  return (signal: AbortSignal) => {
    if (fields) return Promise.resolve({ target: { model, version: null }, fields })
    const current = (reading ??= read(signal))
    current.catch(() => {
      reading = null
    })
    return current
  }
}

const rest: Sleep = async (delayMs, signal) => {
  await delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted())
}
