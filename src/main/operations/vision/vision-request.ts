import type { VisionRequestKind, VisionRequestRow, VisionRequestState } from '../../catalog/vision-requests.ts'
import { EvencastError } from '../../domain/error.ts'
import type { RequestPrice, Reserved, Usage } from '../../evaluation/vision-evaluator.ts'
import type { VisionQuote } from './quote.ts'
import { createPurse } from './purse.ts'
import { visionRequestView } from './vision-views.ts'
import type { VisionContext } from './vision-context.ts'

/** One request to the vision model, after the user agreed to its price. Costs are recorded as answers arrive. */
export interface VisionRequest {
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** Returns the cost of one actor's images. */
  costOf(actorId: string): number
  /**
   * Reserves up to the price of the next request, once other reservations are spent or released. Throws LIMIT when even its minimum price
   * would exceed the budget.
   */
  readonly reserve: (price: RequestPrice | null) => Promise<Reserved>
  readonly note: (actorId: string, usage: Usage) => void
  end(state: Extract<VisionRequestState, 'done' | 'stopped'>): void
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Returns the fields that the list of requests stores of an accepted quote. */
export const askedOf = (
  { now }: Pick<VisionContext, 'now'>,
  { model, detailLevel, evaluator, server, actorIds, images }: AskedOf,
) => ({ startedAt: now().toISOString(), model, detailLevel, evaluator, server, actorIds, images })

type AskedOf = Pick<VisionQuote, 'model' | 'detailLevel' | 'evaluator' | 'server' | 'actorIds' | 'images'>

/** Throws BAD_INPUT before anything is sent when a cost limit is set and the price is unknown. */
export function refuseUnpriced({ model, usd, images }: VisionQuote, limitUsd: number | null): void {
  if (limitUsd === null || usd !== null || images === 0) return
  throw new EvencastError(
    'BAD_INPUT',
    `The price of ${model} is not known, so the cost limit of ${dollars(limitUsd)} cannot be applied. Enter its price in Settings, or continue without a limit.`,
  )
}

interface VisionRequestOptions {
  readonly kind: VisionRequestKind
  /** Null means no limit. */
  readonly limitUsd: number | null
}

export function beginVisionRequest(
  context: VisionContext,
  offer: VisionQuote,
  { kind, limitUsd }: VisionRequestOptions,
): VisionRequest {
  refuseUnpriced(offer, limitUsd)
  const { catalog, log } = context
  const { id } = catalog.visionRequests.add({
    kind,
    state: 'running',
    ...askedOf(context, offer),
    estimatedUsd: offer.usd,
  })
  const spentOn = new Map<string, number>()
  const purse = createPurse(offer, limitUsd)
  const show = () => announceVisionRequest(context, catalog.visionRequests.get(id))
  show()
  return {
    estimatedUsd: offer.usd,
    get costUsd() {
      return purse.spentUsd()
    },
    costOf: (actorId) => spentOn.get(actorId) ?? 0,
    reserve: (price) => purse.reserve(price),
    note(actorId, { usd, tokens, boundUsd }) {
      purse.spend(usd ?? 0, boundUsd)
      spentOn.set(actorId, (spentOn.get(actorId) ?? 0) + (usd ?? 0))
      catalog.visionRequests.spend(id, usd)
      log.info({ actorId, usd, tokens }, 'vision model asked')
      show()
    },
    end(state) {
      catalog.visionRequests.setState(id, state, null, context.now().toISOString())
      const { requests, unpriced } = catalog.visionRequests.get(id) ?? { requests: 0, unpriced: 0 }
      const { estimatedUsd, costUsd } = this
      log.info({ visionRequestId: id, state, estimatedUsd, costUsd, requests, unpriced }, 'vision request ended')
      show()
    },
  }
}

export function announceVisionRequest(context: Pick<VisionContext, 'emit'>, row: VisionRequestRow | null): void {
  if (row) context.emit({ type: 'visionRequest', visionRequest: visionRequestView(row) })
}

/** Runs work that may call the vision model, and always records the end of the request. Begins no request when nothing is due. */
export async function withVisionRequest<T>(
  context: VisionContext,
  offer: VisionQuote | null,
  limitUsd: number | null,
  work: (visionRequest: VisionRequest | undefined) => Promise<T>,
  kind: VisionRequestKind = 'now',
): Promise<T> {
  if (offer === null || offer.images === 0) return work(undefined)
  const visionRequest = beginVisionRequest(context, offer, { kind, limitUsd })
  let state: 'done' | 'stopped' = 'stopped'
  try {
    const result = await work(visionRequest)
    state = 'done'
    return result
  } finally {
    visionRequest.end(state)
  }
}
