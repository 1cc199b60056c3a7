import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import type { VisionQuoteView, VisionRequestView } from '../../contract/vision.ts'
import type { VisionContext } from './vision-context.ts'
import type { VisionQuote } from './quote.ts'

/** Requests that the history shows. */
const MOST_REQUESTS = 50

/** Returns the latest vision requests of the library, newest first. */
export const latestVisionRequests = ({ catalog }: Pick<VisionContext, 'catalog'>): VisionRequestView[] =>
  catalog.visionRequests.latest(MOST_REQUESTS).map(visionRequestView)

export const visionRequestView = (row: VisionRequestRow): VisionRequestView => ({
  visionRequestId: String(row.id),
  kind: row.kind,
  state: row.state,
  startedAt: row.startedAt,
  endedAt: row.endedAt,
  model: row.model,
  actors: [...row.actorIds],
  images: row.images,
  requests: row.requests,
  estimatedUsd: row.estimatedUsd,
  costUsd: row.costUsd,
  unpriced: row.unpriced,
  note: row.note,
})

export const visionQuoteView = (offer: VisionQuote, limitUsd: number | null): VisionQuoteView => ({
  model: offer.model,
  images: offer.images,
  known: offer.known,
  waiting: offer.waiting,
  requests: offer.requests,
  usd: offer.usd,
  atMostUsd: offer.atMostUsd,
  batchUsd: offer.batchUsd,
  limitUsd,
})
