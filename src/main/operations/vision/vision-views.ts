import type { LookRow } from '../../catalog/looks.ts'
import type { LookOfferView, LookView } from '../../contract/looks.ts'
import type { LookOffer } from './quote.ts'

export const lookView = (row: LookRow): LookView => ({
  lookId: String(row.id),
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

export const lookOfferView = (offer: LookOffer, limitUsd: number | null): LookOfferView => ({
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
