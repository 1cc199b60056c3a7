import { z } from 'zod'
import { abortGrace } from '../../kit/abort-grace.ts'
import { Status } from './answers.ts'
import { isPassing, type Answer, type Failure } from './failure.ts'
import type { Rest } from './rest.ts'
import { askWithRetry, type RetryOptions } from './retry.ts'

/** A training as Replicate returns it, reduced to the fields that are read (its OpenAPI document, version 1.0.0-a1). */
export const Training = z.object({
  // The id becomes part of URLs.
  id: z.string().regex(/^[\w-]+$/),
  status: Status,
  input: z.record(z.string(), z.unknown()).nullish(),
  output: z.object({ version: z.string().nullish(), weights: z.string().nullish() }).nullish().catch(null),
  error: z.unknown().optional(),
  logs: z.string().nullish().catch(null),
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  metrics: z.object({ predict_time: z.number().nullish() }).nullish().catch(null),
})
export type Training = z.infer<typeof Training>

const TrainingPage = z.object({
  next: z.string().nullish(),
  results: z.array(z.unknown()).transform((rows) => rows.flatMap((row) => Training.safeParse(row).data ?? [])),
})
export type TrainingPage = z.infer<typeof TrainingPage>

const Made = z.object({ name: z.string() })
const Nothing = z.unknown()

/** Name in the form "owner/name". */
type ModelName = string

export interface TrainingApi {
  /** Creates a training. Never retried once the request may have arrived, because a training costs money. */
  create(
    trainer: { readonly model: ModelName; readonly version: string },
    order: { readonly destination: ModelName; readonly input: Readonly<Record<string, unknown>> },
    signal: AbortSignal,
  ): Promise<Answer<Training>>
  get(id: string, signal: AbortSignal): Promise<Answer<Training>>
  /** Lists trainings, the newest first; `query` is null, then the query of the page's `next`. */
  list(query: string | null, signal: AbortSignal): Promise<Answer<TrainingPage>>
  cancel(id: string, signal: AbortSignal): Promise<Answer<unknown>>
  /** Creates a private model as the destination of a training. */
  createModel(model: ModelName, signal: AbortSignal): Promise<Answer<unknown>>
}

/** Time that an abort leaves a create in progress, so that its id is not lost. */
const CREATE_GRACE_MS = 3000
/** Hardware named in Replicate's own examples; a destination model runs on the hardware of its trainer. */
const HARDWARE = 'gpu-t4'

export function createTrainingApi(rest: Rest, retryOptions: RetryOptions): TrainingApi {
  const read = <T>(path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<Answer<T>> =>
    askWithRetry(retryOptions, path, () => rest.ask({ method: 'GET', path }, shape, signal), isPassing, signal)
  return {
    create({ model, version }, order, signal) {
      const path = `/models/${pathOf(model)}/versions/${encodeURIComponent(version)}/trainings`
      const ask = async () => {
        signal.throwIfAborted()
        using grace = abortGrace(signal, CREATE_GRACE_MS)
        return await rest.ask({ method: 'POST', path, body: JSON.stringify(order) }, Training, grace.signal)
      }
      return askWithRetry(retryOptions, path, ask, neverLeft, signal)
    },
    get: (id, signal) => read(`/trainings/${encodeURIComponent(id)}`, Training, signal),
    list: (query, signal) => read(`/trainings${query ?? ''}`, TrainingPage, signal),
    // Cancelling twice does no harm.
    cancel(id, signal) {
      const path = `/trainings/${encodeURIComponent(id)}/cancel`
      return askWithRetry(
        retryOptions,
        path,
        () => rest.ask({ method: 'POST', path }, Nothing, signal),
        isPassing,
        signal,
      )
    },
    createModel(model, signal) {
      const [owner = '', name = ''] = model.split('/')
      const body = JSON.stringify({ owner, name, visibility: 'private', hardware: HARDWARE })
      return rest.ask({ method: 'POST', path: '/models', body }, Made, signal)
    },
  }
}

const neverLeft = (failure: Failure): boolean => failure.kind === 'network' && !failure.sent

const pathOf = (model: ModelName): string => model.split('/').map(encodeURIComponent).join('/')
