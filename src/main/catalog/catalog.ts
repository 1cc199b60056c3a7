import { createTogether, type Together } from '../kit/together.ts'
import { type ActorTable, actorTable } from './actors.ts'
import { type CaptionTable, captionTable } from './captions.ts'
import { type SummarySearch, summarySearch } from './summary-search.ts'
import { type ImageSummaryTable, imageSummaryTable } from './image-summaries.ts'
import type { Database } from './database.ts'
import { type ImageTable, imageTable } from './images.ts'
import { type VisionRequestTable, visionRequestTable } from './vision-requests.ts'
import { type MeasureTable, measureTable } from './measures.ts'
import { type OpinionTable, opinionTable } from './opinions.ts'
import { type ReviewTable, reviewTable } from './reviews.ts'
import { type VectorTable, vectorTable } from './vectors.ts'
import { type WrittenCaptionTable, writtenCaptionTable } from './written-captions.ts'

/** Typed access to the tables of `CATALOG_SCHEMA`. Statements are prepared once. */
export interface Catalog {
  readonly actors: ActorTable
  readonly images: ImageTable
  /** The image summaries, written by `images`. */
  readonly summaries: ImageSummaryTable
  /** Filters over all summaries. */
  readonly search: SummarySearch
  /** Summaries that a person should review. */
  readonly reviews: ReviewTable
  readonly captions: CaptionTable
  readonly measures: MeasureTable
  readonly opinions: OpinionTable
  /** Vectors of pretrained networks. */
  readonly vectors: VectorTable
  readonly visionRequests: VisionRequestTable
  readonly writtenCaptions: WrittenCaptionTable
  /** Runs `work` as one transaction; it must not await. */
  readonly transaction: <T>(work: () => T) => T
  /** Groups small writes of many actors: see `createTogether`. Not for intents that must be written before an action. */
  readonly together: Together
}

export function createCatalog(db: Database): Catalog {
  const summaries = imageSummaryTable(db)
  const transaction = <T>(work: () => T): T => db.transaction(work)()
  return {
    actors: actorTable(db),
    images: imageTable(db, summaries),
    summaries,
    search: summarySearch(db),
    reviews: reviewTable(db),
    captions: captionTable(db, summaries.touch),
    measures: measureTable(db),
    opinions: opinionTable(db),
    vectors: vectorTable(db),
    visionRequests: visionRequestTable(db),
    writtenCaptions: writtenCaptionTable(db),
    transaction,
    together: createTogether(transaction),
  }
}
