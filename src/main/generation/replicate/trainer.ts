import { createWriteStream, openAsBlob } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { EvencastError } from '../../domain/error.ts'
import { createApi } from './api.ts'
import { type Answer, brokenOff, errorOf, mayHaveArrived } from './failure.ts'
import { follow } from './picture.ts'
import { createPollInterval } from './poll-interval.ts'
import { createRest, type Fetch } from './rest.ts'
import type { Log, Sleep } from './retry.ts'
import { createTrainingApi, type Training, type TrainingPage } from './training-api.ts'

export type { Training } from './training-api.ts'

/** The trainer for which Replicate exports are written. */
const TRAINER_MODEL = 'ostris/flux-dev-lora-trainer'

/** Price from replicate.com/pricing: an H100, on which Flux is fine-tuned, by the second. 1000 steps take about 20 minutes there. */
export const TRAINING_USD_PER_SECOND = 0.001525
const SECONDS_PER_STEP = 1.2

/** Returns the approximate price of a training with that many steps. */
export const trainingCostUsd = (steps: number): number =>
  Math.round(steps * SECONDS_PER_STEP * TRAINING_USD_PER_SECOND * 100) / 100

export interface TrainerOptions {
  readonly token: () => string | null
  readonly baseUrl: string
  readonly unencryptedHosts?: (() => readonly string[]) | undefined
  readonly fetch?: Fetch | undefined
  readonly log?: Log | undefined
  readonly sleep?: Sleep | undefined
  readonly now?: (() => number) | undefined
}

interface TrainingOrder {
  /** Name of an existing model: "owner/name". */
  readonly destination: string
  /** Address of the uploaded zip, used for this training only, so that the training can be found by it. */
  readonly sourceUrl: string
  readonly trigger: string
  readonly steps: number
  readonly batchSize: number
}

export interface ReplicateTrainer {
  readonly hasToken: () => boolean
  /** Returns the user name of the token's account. */
  account(signal: AbortSignal): Promise<string>
  /** Creates a private destination model if it does not exist. */
  prepareDestination(model: string, signal: AbortSignal): Promise<void>
  /** Uploads a file and returns its address; Replicate keeps it for a day. */
  upload(zip: string, signal: AbortSignal): Promise<string>
  /** Starts a training. Returns null when it is not known whether the request arrived; search for it with `find` then. */
  create(order: TrainingOrder, signal: AbortSignal): Promise<Training | null>
  /** Finds the training that was given this file. */
  find(sourceUrl: string, signal: AbortSignal): Promise<Training | null>
  get(id: string, signal: AbortSignal): Promise<Training>
  cancel(id: string, signal: AbortSignal): Promise<void>
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** Waits until the next poll of a training of this age is due. */
  pause(ageMs: number, signal: AbortSignal): Promise<void>
  /** Downloads an output file to a new file. */
  download(url: string, file: string, signal: AbortSignal): Promise<void>
}

const MOST_ZIP_BYTES = 100_000_000
const MOST_PAGES = 100
const MOST_WEIGHTS_BYTES = 20 * 1024 ** 3
const REQUEST_TIMEOUT_MS = 60_000
const UPLOAD_TIMEOUT_MS = 15 * 60_000
/** Guess for the poll interval; trainings take minutes, so polls are at most two seconds apart. */
const SHORT_TRAINING_MS = 10_000

/** Creates a trainer on Replicate. Failures are UNAVAILABLE with a sentence; a rejected request is BAD_INPUT. */
export function createReplicateTrainer(options: TrainerOptions): ReplicateTrainer {
  const { token, baseUrl, unencryptedHosts } = options
  const { fetch: fetchNow = fetch, log = { warn: () => {} } } = options
  const { sleep = (ms, signal) => delay(ms, undefined, { signal }).then(() => {}) } = options
  const retryOptions = { sleep, log }
  const calls = { baseUrl, unencryptedHosts, token, fetch: fetchNow }
  const rest = createRest({ ...calls, requestTimeoutMs: REQUEST_TIMEOUT_MS })
  const api = createApi(rest, retryOptions)
  const uploads = createApi(createRest({ ...calls, requestTimeoutMs: UPLOAD_TIMEOUT_MS }), retryOptions)
  const trainings = createTrainingApi(rest, retryOptions)
  const interval = createPollInterval(SHORT_TRAINING_MS)
  const orThrow = <T>(answer: Answer<T>, model = TRAINER_MODEL): T => {
    if (answer.ok) return answer.value
    throw trainingError(answer, model)
  }

  return {
    hasToken: () => (token()?.trim() ?? '') !== '',
    account: async (signal) => orThrow(await api.account(signal)).username,

    async prepareDestination(model, signal) {
      const found = await api.model(model, signal)
      if (found.ok) return
      if (found.failure.kind !== 'refused' || found.failure.status !== 404) throw trainingError(found, model)
      const made = await trainings.createModel(model, signal)
      // With two starts at once, the other one may have created it.
      if (!made.ok && !(await api.model(model, signal)).ok) throw trainingError(made, model)
    },

    async upload(zip, signal) {
      const { size } = await stat(zip)
      if (size > MOST_ZIP_BYTES)
        throw new EvencastError(
          'LIMIT',
          `${basename(zip)} has ${Math.round(size / 1e6)} MB, and Replicate takes 100 MB at most. Export it as JPEG, or with fewer images.`,
        )
      const file = new File([await openAsBlob(zip)], basename(zip), { type: 'application/zip' })
      return orThrow(await uploads.upload(file, signal)).urls.get
    },

    async create({ destination, sourceUrl, trigger, steps, batchSize }, signal) {
      const version = orThrow(await api.model(TRAINER_MODEL, signal)).latest_version?.id
      if (version === undefined)
        throw new EvencastError('UNAVAILABLE', `Replicate has no version of ${TRAINER_MODEL}. Train elsewhere.`)
      const input = {
        input_images: sourceUrl,
        trigger_word: trigger,
        autocaption: false,
        steps,
        batch_size: batchSize,
        caption_dropout_rate: 0.05,
      }
      const answer = await trainings.create({ model: TRAINER_MODEL, version }, { destination, input }, signal)
      if (answer.ok) return answer.value
      if (mayHaveArrived(answer.failure)) return null
      throw trainingError(answer, TRAINER_MODEL)
    },

    async find(sourceUrl, signal) {
      let query: string | null = null
      for (let page = 0; page < MOST_PAGES; page++) {
        const { results, next }: TrainingPage = orThrow(await trainings.list(query, signal))
        const found = results.find(({ input }) => input?.['input_images'] === sourceUrl)
        if (found) return found
        // The page is requested at the configured address, so that the token is sent nowhere else.
        query = next ? (URL.parse(next, 'http://localhost')?.search ?? null) || null : null
        if (query === null) return null
      }
      return null
    },

    get: async (id, signal) => orThrow(await trainings.get(id, signal)),
    async cancel(id, signal) {
      orThrow(await trainings.cancel(id, signal))
    },
    wait: sleep,
    pause: (ageMs, signal) => sleep(interval.nextPollMs(ageMs), signal),

    async download(url, file, signal) {
      try {
        const response = await follow({ fetch: fetchNow, baseUrl: rest.baseUrl, token }, url, signal)
        if (!response.ok || !response.body)
          throw new EvencastError('UNAVAILABLE', `Replicate does not hand out the weights (HTTP ${response.status}).`)
        let bytes = 0
        const limited = async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            bytes += chunk.byteLength
            if (bytes > MOST_WEIGHTS_BYTES) throw new EvencastError('LIMIT', 'The weights are larger than 20 GB.')
            yield chunk
          }
        }
        await pipeline(response.body, limited, createWriteStream(file, { flush: true }), { signal })
      } catch (error) {
        await rm(file, { force: true })
        signal.throwIfAborted()
        if (error instanceof EvencastError) throw error
        throw trainingError({ ok: false, failure: brokenOff(error, false) }, TRAINER_MODEL)
      }
    },
  }
}

/** Adapts the sentences of generating, which end with "resume the run": starting a training again continues the existing one. */
function trainingError({ failure }: Extract<Answer<never>, { ok: false }>, model: string): EvencastError {
  const said = errorOf(failure, model).message
  const rejected = failure.kind === 'refused' && failure.status === 422
  return new EvencastError(
    rejected ? 'BAD_INPUT' : 'UNAVAILABLE',
    said.replaceAll(/resume the run(?: later| when it is stable)?/gi, 'start the training again'),
  )
}
