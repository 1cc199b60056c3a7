import type { BatchKind, VisionRequestRow } from '../../catalog/vision-requests.ts'
import { EvencastError } from '../../domain/error.ts'
import { createKeyedLock } from '../../kit/keyed-lock.ts'
import type { VisionQuote } from '../vision/quote.ts'
import type { VisionContext } from '../vision/vision-context.ts'
import { announceVisionRequest, askedOf, refuseUnpriced } from '../vision/vision-request.ts'

/** Batches that were submitted, whatever they ask. */
export interface OpenBatches {
  /** Continues every open batch: submits the parts that are missing and stores the results that are ready. */
  advance(signal?: AbortSignal): Promise<void>
  /** Cancels a batch. Results that the service finished by then are charged and stored. */
  cancel(visionRequestId: number): Promise<void>
  /** Cancels batches that are not completely submitted. */
  cancelSending(): Promise<void>
}

/** What one kind of batch submits and how it stores results. `State` holds the progress of a batch at the service. */
export interface BatchWork<State> {
  readonly kind: BatchKind
  clientOf(request: VisionRequestRow): {
    readonly server: string
    readonly nameOf: (server: string) => string
    cancel(state: State): Promise<State>
  }
  stateOf(request: VisionRequestRow): State
  save(request: VisionRequestRow, before: State, after: State): void
  /** Submits what was agreed to and is not at the service yet. Calls `onState` at every step, because what it names is paid for. */
  submit(
    request: VisionRequestRow,
    state: State,
    call: { readonly signal: AbortSignal | undefined; readonly onState: (state: State) => void },
  ): Promise<unknown>
  /** Polls once, and stores new results together with their price and the state. */
  collect(
    request: VisionRequestRow,
    state: State,
    signal?: AbortSignal,
  ): Promise<{ readonly isDone: boolean; readonly problems: readonly string[] }>
  /** Called when everything is answered: says whether more is to be submitted, or why the rest is left out; null when nothing is left. */
  next?(
    request: VisionRequestRow,
  ): { readonly state: 'sending' } | { readonly state: 'stopped'; readonly why: string } | null
}

/** A quote to submit. `write` stores the requests in the same transaction. */
interface Prepared {
  readonly offer: VisionQuote
  readonly write?: (request: VisionRequestRow) => void
}

interface BatchLifecycle extends OpenBatches {
  /** Submits what `prepare` returns. Returns null when that is nothing. */
  handIn(prepare: () => Promise<Prepared | null>, signal?: AbortSignal): Promise<VisionRequestRow | null>
}

type Context = Pick<VisionContext, 'batchStates' | 'catalog' | 'emit' | 'log' | 'now' | 'settings'>

/** Creates, submits, polls and cancels batches of one kind. A kill at any point loses nothing and submits nothing twice. */
export function createBatchLifecycle<State>(context: Context, work: BatchWork<State>): BatchLifecycle {
  const { batchStates, catalog, log } = context
  const { visionRequests } = catalog
  const inTurn = createKeyedLock()
  const row = (id: number): VisionRequestRow => {
    const found = visionRequests.get(id)
    if (found) return found
    throw new EvencastError('NOT_FOUND', 'This batch is no longer in the library.')
  }
  const move = (id: number, state: VisionRequestRow['state'], note: string | null = null): VisionRequestRow => {
    const ended = state === 'done' || state === 'stopped' || state === 'cancelled'
    visionRequests.setState(id, state, note, ended ? context.now().toISOString() : null)
    batchStates.renew()
    const next = row(id)
    const { kind, estimatedUsd, costUsd } = next
    log.info({ visionRequestId: id, kind, state, note, estimatedUsd, costUsd }, 'batch')
    announceVisionRequest(context, next)
    return next
  }

  async function send(request: VisionRequestRow, note: string | null, signal?: AbortSignal): Promise<VisionRequestRow> {
    let saved = work.stateOf(request)
    const onState = (state: State): void => {
      catalog.transaction(() => work.save(request, saved, state))
      saved = state
    }
    await work.submit(request, saved, { signal, onState })
    return move(request.id, 'waiting', note)
  }

  /** Cancels at the service. Also continues a cancel that a kill interrupted. */
  async function withdraw(request: VisionRequestRow): Promise<void> {
    const before = work.stateOf(request)
    const after = await work.clientOf(request).cancel(before)
    catalog.transaction(() => work.save(request, before, after))
  }

  async function goOn(id: number, signal?: AbortSignal): Promise<void> {
    let request = row(id)
    const client = work.clientOf(request)
    const elsewhere = `It was submitted to ${client.nameOf(request.server)}. Set that base URL in Settings to fetch the results.`
    if (request.server !== client.server) return void move(id, request.state, elsewhere)
    const earlier = request.note === elsewhere ? null : request.note
    if (request.state === 'sending') request = await send(request, earlier, signal)
    else if (request.state === 'cancelling') await withdraw(request)
    const { isDone, problems } = await work.collect(request, work.stateOf(request), signal)
    request = row(id)
    const note = [...(earlier === null ? [] : [earlier]), ...problems].join(' ') || null
    if (!isDone && note === request.note) return announceVisionRequest(context, request)
    if (!isDone) return void move(id, request.state, note)
    if (request.state === 'cancelling') return void move(id, 'cancelled', note)
    const next = work.next?.(request) ?? null
    if (next === null) return void move(id, 'done', note)
    if (next.state === 'stopped') return void move(id, 'stopped', note === null ? next.why : `${note} ${next.why}`)
    // The state is written first, so that the rest is submitted after a kill.
    await send(move(id, 'sending', note), note, signal)
  }

  async function cancel(id: number): Promise<void> {
    const { state, note } = row(id)
    // The state is written first, so that nothing more is submitted after a kill.
    if (state === 'sending' || state === 'waiting') move(id, 'cancelling', note)
    else if (state !== 'cancelling') return
    await goOn(id)
  }

  async function handIn(prepare: () => Promise<Prepared | null>, signal?: AbortSignal) {
    const prepared = await prepare()
    if (prepared === null) return null
    const { offer, write } = prepared
    refuseCostly(offer, context.settings().maxCostUsd)
    const asked = { ...askedOf(context, offer), kind: work.kind, estimatedUsd: offer.batchUsd }
    const request = catalog.transaction(() => {
      const added = visionRequests.add({ ...asked, state: 'sending' })
      write?.(added)
      return added
    })
    announceVisionRequest(context, request)
    return send(request, null, signal)
  }

  return {
    handIn: (prepare, signal) => inTurn('batches', () => handIn(prepare, signal)),
    advance: (signal) =>
      inTurn('batches', async () => {
        for (const { id } of visionRequests.openBatches(work.kind)) {
          signal?.throwIfAborted()
          await goOn(id, signal)
        }
      }),
    cancel: (id) => inTurn('batches', () => cancel(id)),
    cancelSending: () =>
      inTurn('batches', async () => {
        for (const { id, state } of visionRequests.openBatches(work.kind)) if (state === 'sending') await cancel(id)
      }),
  }
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Throws LIMIT before anything is sent when the price exceeds the limit, because a batch cannot be stopped halfway. */
function refuseCostly(offer: VisionQuote, limitUsd: number | null): void {
  refuseUnpriced(offer, limitUsd)
  if (limitUsd === null || (offer.batchUsd ?? 0) <= limitUsd) return
  throw new EvencastError(
    'LIMIT',
    `Submitting ${offer.images} images would cost about ${dollars(offer.batchUsd ?? 0)}, more than the limit of ${dollars(limitUsd)}. A batch cannot be stopped halfway: raise the limit, or choose fewer actors.`,
  )
}
