import { abortGrace } from '../../kit/abort-grace.ts'
import { Account, Model, Prediction, PredictionPage, UploadedFile } from './answers.ts'
import { type Answer, type Failure, isPassing } from './failure.ts'
import { askWithRetry, type RetryOptions } from './retry.ts'
import type { Rest } from './rest.ts'

/** Endpoint of a prediction: official models by name, community models by version. */
export interface Target {
  readonly model: string
  readonly version: string | null
}

export interface Api {
  readonly baseUrl: string
  /** Creates a prediction. Never retried once the request may have arrived, because a prediction costs money. */
  create(
    target: Target,
    input: Readonly<Record<string, unknown>>,
    cancelAfter: string | null,
    signal: AbortSignal,
  ): Promise<Answer<Prediction>>
  prediction(id: string, signal: AbortSignal): Promise<Answer<Prediction>>
  /** Lists predictions; `query` is null for the newest, then the query of the page's `next`. */
  predictions(query: string | null, signal: AbortSignal): Promise<Answer<PredictionPage>>
  upload(file: File, signal: AbortSignal): Promise<Answer<UploadedFile>>
  file(id: string, signal: AbortSignal): Promise<Answer<UploadedFile>>
  model(model: string, signal: AbortSignal): Promise<Answer<Model>>
  account(signal: AbortSignal): Promise<Answer<Account>>
}
type Account = ReturnType<typeof Account.parse>

/** Time that an abort leaves a create in progress, so that its prediction's id is not lost. */
const CREATE_GRACE_MS = 3000

/** Creates the API client. Without retry options, failed requests are not retried. */
export function createApi(rest: Rest, retryOptions: RetryOptions | null): Api {
  type Shape<T> = Parameters<typeof rest.ask<T>>[1]
  const repeat = <T>(
    what: string,
    ask: () => Promise<Answer<T>>,
    mayRepeat: (failure: Failure) => boolean,
    signal: AbortSignal,
  ): Promise<Answer<T>> => (retryOptions === null ? ask() : askWithRetry(retryOptions, what, ask, mayRepeat, signal))
  const read = <T>(path: string, shape: Shape<T>, signal: AbortSignal): Promise<Answer<T>> =>
    repeat(path, () => rest.ask({ method: 'GET', path }, shape, signal), isPassing, signal)
  return {
    baseUrl: rest.baseUrl,
    create: ({ model, version }, input, cancelAfter, signal) => {
      const path = version === null ? `/models/${pathOf(model)}/predictions` : '/predictions'
      const body = JSON.stringify(version === null ? { input } : { version, input })
      const headers: Record<string, string> = cancelAfter === null ? {} : { 'cancel-after': cancelAfter }
      const ask = async () => {
        signal.throwIfAborted()
        using grace = abortGrace(signal, CREATE_GRACE_MS)
        return await rest.ask({ method: 'POST', path, body, headers }, Prediction, grace.signal)
      }
      return repeat(path, ask, neverLeft, signal)
    },
    prediction: (id, signal) => read(`/predictions/${encodeURIComponent(id)}`, Prediction, signal),
    predictions: (query, signal) => read(`/predictions${query ?? ''}`, PredictionPage, signal),
    upload(file, signal) {
      const ask = () => {
        const body = new FormData()
        body.set('content', file)
        return rest.ask({ method: 'POST', path: '/files', body }, UploadedFile, signal)
      }
      // A retry is safe: uploads cost nothing and expire by themselves.
      return repeat('/files', ask, isPassing, signal)
    },
    file: (id, signal) => read(`/files/${encodeURIComponent(id)}`, UploadedFile, signal),
    model: (model, signal) => read(`/models/${pathOf(model)}`, Model, signal),
    account: (signal) => read('/account', Account, signal),
  }
}

const neverLeft = (failure: Failure): boolean => failure.kind === 'network' && !failure.sent

const pathOf = (model: string): string => model.split('/').map(encodeURIComponent).join('/')
