import type { VisionRequestKind, VisionRequestRow, VisionRequestState } from '../../catalog/vision-requests.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Usage } from '../../evaluation/vision-evaluator.ts'
import { ANSWER_MARGIN, type VisionQuote } from './quote.ts'
import { visionRequestView } from './vision-views.ts'
import type { VisionContext } from './vision-context.ts'

/** One time the vision model is asked about images: somebody agreed to its price. What it costs is written down as it is said. */
export interface VisionRequest {
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** What one actor's images cost. */
  costOf(actorId: string): number
  /** Sets the price of the next request aside; throws LIMIT where that could exceed what may be spent. */
  readonly reserve: (usd: number | null) => () => void
  readonly note: (actorId: string, usage: Usage) => void
  end(state: Extract<VisionRequestState, 'done' | 'stopped'>): void
}

const ROUNDING_USD = 1e-9

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** A limit that cannot be kept is refused before anything is sent. */
export function refuseUnpriced({ model, usd, images }: VisionQuote, limitUsd: number | null): void {
  if (limitUsd === null || usd !== null || images === 0) return
  throw new EvencastError(
    'BAD_INPUT',
    `The price of ${model} is not known, so the cost limit of ${dollars(limitUsd)} cannot be applied. Enter its price in Settings, or assess without a limit.`,
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
  const { atMostUsd } = offer
  const { id } = catalog.visionRequests.add({
    kind,
    state: 'running',
    startedAt: context.now().toISOString(),
    model: offer.model,
    detailLevel: offer.detailLevel,
    evaluator: offer.evaluator,
    server: offer.server,
    actorIds: offer.actorIds,
    images: offer.images,
    estimatedUsd: offer.usd,
  })
  const spentOn = new Map<string, number>()
  let [costUsd, reservedUsd] = [0, 0]
  // What an answer cost at worst, of what was expected: one that is cut off is paid for and asked for again.
  let worst = ANSWER_MARGIN
  const show = () => announceVisionRequest(context, catalog.visionRequests.get(id))
  show()
  return {
    estimatedUsd: offer.usd,
    get costUsd() {
      return costUsd
    },
    costOf: (actorId) => spentOn.get(actorId) ?? 0,
    reserve(usd) {
      const wanted = (usd ?? 0) * worst
      const spent = costUsd + reservedUsd
      if (atMostUsd !== null && spent + wanted > atMostUsd + ROUNDING_USD)
        throw new EvencastError(
          'LIMIT',
          `Stopped at the ${dollars(atMostUsd)} that this was to cost at most: ${dollars(costUsd)} is spent, and the next request to ${offer.model} might exceed it. Results so far are kept; the same command continues from there.`,
        )
      if (limitUsd !== null && spent + wanted > limitUsd + ROUNDING_USD)
        throw new EvencastError(
          'LIMIT',
          `Stopped at the cost limit of ${dollars(limitUsd)}: ${dollars(costUsd)} was spent on assessing, and the next request to ${offer.model} might exceed it. Results so far are kept; raise the limit and continue.`,
        )
      reservedUsd += wanted
      return () => {
        reservedUsd -= wanted
      }
    },
    note(actorId, { usd, tokens, expectedUsd }) {
      if (usd !== null && expectedUsd) worst = Math.max(worst, usd / expectedUsd)
      costUsd += usd ?? 0
      spentOn.set(actorId, (spentOn.get(actorId) ?? 0) + (usd ?? 0))
      catalog.visionRequests.spend(id, usd)
      log.info({ actorId, usd, tokens }, 'vision model asked')
      show()
    },
    end(state) {
      catalog.visionRequests.setState(id, state, null, context.now().toISOString())
      const { requests, unpriced } = catalog.visionRequests.get(id) ?? { requests: 0, unpriced: 0 }
      const { estimatedUsd } = this
      log.info({ visionRequestId: id, state, estimatedUsd, costUsd, requests, unpriced }, 'assessment ended')
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
): Promise<T> {
  if (offer === null || offer.images === 0) return work(undefined)
  const visionRequest = beginVisionRequest(context, offer, { kind: 'now', limitUsd })
  let state: 'done' | 'stopped' = 'stopped'
  try {
    const result = await work(visionRequest)
    state = 'done'
    return result
  } finally {
    visionRequest.end(state)
  }
}
