import { type ActorTable, actorTable } from './actors.ts'
import { type CaptionTable, captionTable } from './captions.ts'
import { type CardSearch, cardSearch } from './card-search.ts'
import { type CardTable, cardTable } from './cards.ts'
import type { Database } from './database.ts'
import { type ImageTable, imageTable } from './images.ts'
import { type VisionRequestTable, visionRequestTable } from './vision-requests.ts'
import { type MeasureTable, measureTable } from './measures.ts'
import { type OpinionTable, opinionTable } from './opinions.ts'
import { type ReviewTable, reviewTable } from './reviews.ts'
import { type WrittenCaptionTable, writtenCaptionTable } from './written-captions.ts'

/** Typed access to the tables of `CATALOG_SCHEMA`. Statements are prepared once. */
export interface Catalog {
  readonly actors: ActorTable
  readonly images: ImageTable
  /** What is shown of every image; written by `images`. */
  readonly cards: CardTable
  /** Filters over all of them. */
  readonly search: CardSearch
  /** What of them a person should look at. */
  readonly reviews: ReviewTable
  readonly captions: CaptionTable
  readonly measures: MeasureTable
  readonly opinions: OpinionTable
  readonly visionRequests: VisionRequestTable
  readonly writtenCaptions: WrittenCaptionTable
  /** Runs `work` as one transaction; it must not await. */
  readonly transaction: <T>(work: () => T) => T
}

export function createCatalog(db: Database): Catalog {
  const cards = cardTable(db)
  return {
    actors: actorTable(db),
    images: imageTable(db, cards),
    cards,
    search: cardSearch(db),
    reviews: reviewTable(db),
    captions: captionTable(db, cards.touch),
    measures: measureTable(db),
    opinions: opinionTable(db),
    visionRequests: visionRequestTable(db),
    writtenCaptions: writtenCaptionTable(db),
    transaction: (work) => db.transaction(work)(),
  }
}
