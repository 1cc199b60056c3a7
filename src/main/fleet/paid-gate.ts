import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { EvencastError, messageOf } from '../domain/error.ts'
import { type GeneratedImage, GenerationError, type GenerationRequest } from '../domain/generation.ts'
import type { GenerateHooks, PaidGate, PaidGenerator } from '../generation/generator.ts'
import type { Owned, Reserved } from './ledger/calls.ts'
import type { Ledger } from './ledger/index.ts'
import { orphansOf } from './ledger/orphans.ts'
import { sendUnlessLate } from './send-unless-late.ts'
import type { Staging } from './store/staging.ts'

export interface PaidPorts {
  readonly ledger: Ledger
  /** Returns the staging area, once the store is open. */
  readonly staging: () => Staging
  /** Returns null when this worker does not own the actor. */
  readonly ownerOf: (actorId: string) => Owned | null
  /** Time that a request may take to arrive, in milliseconds. */
  readonly postTimeoutMs: number
}

/** Greatest age of a confirmed intent when its request is sent, in milliseconds; an older one is confirmed again. */
const GUARD_MS = 1000

/** A moment by two clocks: one may stop while the machine sleeps, the other may be set. */
const moment = () => ({ runMs: performance.now(), wallMs: Date.now() })
type Moment = ReturnType<typeof moment>
const ageMs = ({ runMs, wallMs }: Moment): number => Math.max(performance.now() - runMs, Date.now() - wallMs)
const PLACE_POLL_MS = 500

/** The request in progress in this asynchronous context. */
interface Sending {
  readonly key: string
  readonly owned: Owned
  readonly lost: AbortController
  /** Time before the intent was last requested, because a worker may be suspended before it gets the answer. */
  readAt: Moment
  mayHaveArrived: boolean
}

/** Returns the key of an image, the same for every worker and every attempt to continue it. */
const keyOf = (runId: number, { actorId, type, promptId, attempt }: GenerationRequest): string =>
  `${runId} ${actorId} ${type} ${promptId} ${attempt}`

/**
 * Wraps a generator in the payment protocol: the price is reserved and the intent recorded before a request is sent; an intent that is too
 * old is confirmed again; the prediction's id is recorded at once; an existing call is waited for, or its staged image is used.
 */
export function createPaidGate({ ledger, staging, ownerOf, postTimeoutMs }: PaidPorts): PaidGate & {
  /** Settles requests of cancelled runs at the services that this worker has used; see `orphansOf`. */
  readonly settleCancelled: (signal: AbortSignal) => Promise<void>
} {
  const used = new Map<string, PaidGenerator>()
  const under = new AsyncLocalStorage<Sending>()
  const { calls, pace } = ledger

  /** Reserves the intent of this image, once there is a free slot at the service. */
  async function reserved(
    key: string,
    owned: Owned,
    api: string,
    priceUsd: number,
    signal: AbortSignal,
  ): Promise<{ readonly call: Reserved; readonly at: Moment }> {
    for (;;) {
      signal.throwIfAborted()
      const at = moment()
      const call = await calls.reserve({ ...owned, key, api, priceUsd })
      if (call) return { call, at }
      await delay(PLACE_POLL_MS * (0.5 + Math.random()), undefined, { signal })
    }
  }

  async function make(
    inner: PaidGenerator,
    request: GenerationRequest,
    hooks: GenerateHooks,
    owned: Owned,
  ): Promise<GeneratedImage> {
    const { signal } = hooks
    const key = keyOf(owned.runId, request)
    const orphans = orphansOf(ledger.db, { api: inner.name, postTimeoutMs })
    for (;;) {
      const { call, at } = await reserved(key, owned, inner.name, inner.priceUsd(request.type), signal)
      if (call.state === 'failed') throw failureOf(call)
      if (call.state === 'done') return staged(call)
      let { externalId } = call
      let readAt = at
      if (externalId === null && !call.isNew) {
        externalId = await orphans.resolve(call, (since, until) => inner.predictionsSince(since, until), signal)
        readAt = moment()
        if (externalId === null) await calls.askAgain(key, owned)
      }
      const sending: Sending = { key, owned, lost: new AbortController(), readAt, mayHaveArrived: false }
      let id = externalId
      try {
        const image = await under.run(sending, () =>
          inner.generate(
            { ...request, seed: call.seed, externalId, askedAt: null },
            {
              signal: AbortSignal.any([signal, sending.lost.signal]),
              inTurn: (work) => work(),
              async onExternalId(found) {
                await calls.created(key, found)
                id = found
                await hooks.onExternalId(found)
              },
            },
          ),
        )
        const { sha256, staged: file } = await staging().put(key, image.bytes)
        const { model, costUsd, askedMegapixels = null } = image
        await calls.ended(key, 'done', costUsd, { model, costUsd, askedMegapixels, staged: file, sha256 })
        return image
      } catch (error) {
        const isAnswer = error instanceof GenerationError && !error.isUnknown
        if (id !== null) {
          // After any other error, the next owner tries again.
          if (isAnswer) await calls.ended(key, 'failed', error.costUsd, { error: messageOf(error), again: error.again })
          throw error
        }
        if (!sending.mayHaveArrived) await calls.released(key, owned)
        if (!(error instanceof GenerationError && error.isUnknown)) throw error
      }
    }
  }

  function failureOf({ result }: Reserved): GenerationError {
    const { error, again } = result && 'error' in result ? result : { error: 'It failed.', again: false }
    return new GenerationError(error, { again })
  }

  async function staged({ seed, externalId: predictionId, result }: Reserved): Promise<GeneratedImage> {
    if (!result || 'error' in result) throw new EvencastError('INTERNAL', 'A finished call has no result.')
    const { model, costUsd, askedMegapixels } = result
    const bytes = await staging().get(result.staged)
    return { bytes, extension: 'jpg', model, predictionId: predictionId ?? undefined, seed, costUsd, askedMegapixels }
  }

  return {
    fetch: (baseUrl) => async (input, init) => {
      const address = input instanceof Request ? input.url : input.toString()
      if (!address.startsWith(baseUrl.replace(/\/+$/, ''))) return fetch(input, init)
      const creates = init?.method === 'POST' && address.endsWith('/predictions')
      const sending = under.getStore()
      await pace.turn('replicate', creates ? 'create' : 'other', init?.signal ?? new AbortController().signal)
      if (!creates || !sending) return fetch(input, init)
      let response: Response | null = null
      while (response === null) {
        // Confirm again when the answer itself took too long, because another worker may have taken over since.
        while (ageMs(sending.readAt) > GUARD_MS) {
          const at = moment()
          await calls.confirm(sending.key, sending.owned).catch((error: unknown) => {
            sending.lost.abort(error)
            throw error
          })
          sending.readAt = at
        }
        sending.mayHaveArrived = true
        // A machine may sleep while it connects. A request sent after its time-out could arrive after the next owner has searched for it,
        // so it is held back.
        response = await sendUnlessLate(
          () => ageMs(sending.readAt) > postTimeoutMs,
          () => fetch(input, init),
        )
        if (response === null) sending.mayHaveArrived = false
      }
      if (response.status >= 400 && response.status < 500 && response.status !== 408) sending.mayHaveArrived = false
      return response
    },
    wrap(inner) {
      used.set(inner.name, inner)
      return {
        ...inner,
        generate(request, hooks) {
          const owned = ownerOf(request.actorId)
          if (!owned) throw new EvencastError('CONFLICT', `This worker no longer owns ${request.actorId}.`)
          return hooks.inTurn(() => make(inner, request, hooks, owned))
        },
      }
    },
    async settleCancelled(signal) {
      for (const [api, service] of used)
        await orphansOf(ledger.db, { api, postTimeoutMs }).settleCancelled(
          (since, until) => service.predictionsSince(since, until),
          signal,
        )
    },
  }
}
