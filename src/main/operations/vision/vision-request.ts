import type { VisionRequestKind, VisionRequestRow, VisionRequestState } from '../../catalog/vision-requests.ts'
import { EvencastError } from '../../domain/error.ts'
import type { RequestPrice, Reserved, Usage } from '../../evaluation/vision-evaluator.ts'
import type { VisionQuote } from './quote.ts'
import { createPurse } from './purse.ts'
import { visionRequestView } from './vision-views.ts'
import type { VisionContext } from './vision-context.ts'

/** One time the vision model is asked about images: somebody agreed to its price. What it costs is written down as it is said. */
export interface VisionRequest {
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** What one actor's images cost. */
  costOf(actorId: string): number
  /**
   * Sets aside as much of what the next request may cost as there is, once what others set aside is spent or given back; throws LIMIT
   * where even its least could exceed what may be spent.
   */
  readonly reserve: (price: RequestPrice | null) => Promise<Reserved>
  readonly note: (actorId: string, usage: Usage) => void
  end(state: Extract<VisionRequestState, 'done' | 'stopped'>): void
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** What the list of requests keeps of an offer that is taken up now. */
export const askedOf = (
  { now }: Pick<VisionContext, 'now'>,
  { model, detailLevel, evaluator, server, actorIds, images }: AskedOf,
) => ({ startedAt: now().toISOString(), model, detailLevel, evaluator, server, actorIds, images })

type AskedOf = Pick<VisionQuote, 'model' | 'detailLevel' | 'evaluator' | 'server' | 'actorIds' | 'images'>

/** A limit that cannot be kept is refused before anything is sent. */
export function refuseUnpriced({ model, usd, images }: VisionQuote, limitUsd: number | null): void {
  if (limitUsd === null || usd !== null || images === 0) return
  throw new EvencastError(
    'BAD_INPUT',
    `The price of ${model} is not known, so the cost limit of ${dollars(limitUsd)} cannot be applied. Enter its price in Settings, or continue without a limit.`,
  )
}

interface VisionRequestOptions {
  readonly kind: VisionRequestKind
  /** Null: no limit. */
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

export function announceVisionRequest(context: VisionContext, row: VisionRequestRow | null): void {
  if (row) context.emit({ type: 'visionRequest', visionRequest: visionRequestView(row) })
}

/** Runs work that may ask the vision model, with the bill closed whatever happens. Nothing is begun when nothing is due. */
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
