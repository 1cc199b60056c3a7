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
  /** Known once the store is open. */
  readonly staging: () => Staging
  /** Null: this worker does not own it. */
  readonly ownerOf: (actorId: string) => Owned | null
  /** How long a request may take to arrive. */
  readonly postTimeoutMs: number
}

/** What is known of an intent may be this old when its request leaves; otherwise it is read again. */
const GUARD_MS = 1000

/** A moment by two clocks: one stands still while the machine sleeps, the other may be set. */
const moment = () => ({ runMs: performance.now(), wallMs: Date.now() })
type Moment = ReturnType<typeof moment>
const ageMs = ({ runMs, wallMs }: Moment): number => Math.max(performance.now() - runMs, Date.now() - wallMs)
const PLACE_POLL_MS = 500

/** The request that is under way in this chain of calls. */
interface Sending {
  readonly key: string
  readonly owned: Owned
  readonly lost: AbortController
  /** When the intent was last asked for: a worker may be suspended while the answer is on its way. */
  readAt: Moment
  mayHaveArrived: boolean
}

/** Names a picture in the whole fleet, whoever makes it, and however often it is begun. */
const keyOf = (runId: number, { actorId, type, promptId, attempt }: GenerationRequest): string =>
  `${runId} ${actorId} ${type} ${promptId} ${attempt}`

/**
 * The pay protocol around a generator: the price is set aside and the intent written before a request leaves; it is read again when
 * that is a while ago; the id is noted at once; what is found written is waited for, or taken from where it was staged.
 */
export function createPaidGate({ ledger, staging, ownerOf, postTimeoutMs }: PaidPorts): PaidGate & {
  /** See `orphansOf`; of the services that this worker has used. */
  readonly settleCancelled: (signal: AbortSignal) => Promise<void>
} {
  const used = new Map<string, PaidGenerator>()
  const under = new AsyncLocalStorage<Sending>()
  const { calls, pace } = ledger

  /** The intent of this picture, once there is a place at the service. */
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
          // Anything else is tried again by whoever comes next.
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
        // Again when the answer took so long: it may be from before another worker took over.
        while (ageMs(sending.readAt) > GUARD_MS) {
          const at = moment()
          await calls.confirm(sending.key, sending.owned).catch((error: unknown) => {
            sending.lost.abort(error)
            throw error
          })
          sending.readAt = at
        }
        sending.mayHaveArrived = true
        // What leaves later than its time-out would arrive when an heir has long looked for it: a machine may sleep while it connects.
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
