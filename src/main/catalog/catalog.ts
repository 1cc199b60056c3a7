import { type ActorTable, actorTable } from './actors.ts'
import type { Database } from './database.ts'
import { type EditTable, editTable } from './edits.ts'
import { type ImageTable, imageTable } from './images.ts'
import { type MeasureTable, measureTable } from './measures.ts'
import { type OpinionTable, opinionTable } from './opinions.ts'

/** Typed access to the tables of `CATALOG_SCHEMA`. Statements are prepared once. */
export interface Catalog {
  readonly actors: ActorTable
  readonly images: ImageTable
  readonly measures: MeasureTable
  readonly opinions: OpinionTable
  readonly edits: EditTable
  /** Runs `work` as one transaction; it must not await. */
  readonly transaction: <T>(work: () => T) => T
}

export const createCatalog = (db: Database): Catalog => ({
  actors: actorTable(db),
  images: imageTable(db),
  measures: measureTable(db),
  opinions: opinionTable(db),
  edits: editTable(db),
  transaction: (work) => db.transaction(work)(),
})
