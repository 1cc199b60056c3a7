import type { Doubtful } from '../domain/culling.ts'
import type { Database } from './database.ts'

/** An image's id and place within its actor, with what says how much it needs a person's eye. */
export interface Review extends Doubtful {
  readonly imageId: number
  readonly sortKey: string
  /** Undecided images of the library that look alike have the same one, unless a person split them. */
  readonly group: string | null
}

interface Columns extends Pick<Doubtful, 'verdict' | 'confidence'> {
  readonly image_id: number
  readonly actor_id: string
  readonly sort_key: string
  readonly lookalike: string | null
  readonly group_part: string | null
  readonly decided_by: Doubtful['decidedBy']
  readonly unsure: number
}

const toReview = (columns: Columns): Review => ({
  imageId: columns.image_id,
  sortKey: columns.sort_key,
  group: columns.lookalike === null ? null : `${columns.actor_id}/${columns.lookalike}/${columns.group_part ?? ''}`,
  decidedBy: columns.decided_by,
  unsure: columns.unsure === 1,
  verdict: columns.verdict,
  confidence: columns.confidence,
})

const FIELDS = 'image_id, actor_id, sort_key, lookalike, group_part, decided_by, unsure, verdict, confidence'

export type ReviewTable = ReturnType<typeof reviewTable>

/** What is left for a person to look at, asked of the summaries in slices: of a whole library it is too much for one answer. */
export function reviewTable(db: Database) {
  const after = db.prepare<[string, string, number, number], Columns>(
    `SELECT ${FIELDS} FROM cards WHERE actor_id = ? AND (sort_key, image_id) > (?, ?) ORDER BY sort_key, image_id LIMIT ?`,
  )
  const byIds = db.prepare<[string], Columns>(
    `SELECT ${FIELDS} FROM json_each(?) AS wanted CROSS JOIN cards ON image_id = wanted.value ORDER BY wanted.key`,
  )
  const alike = db.prepare<[], { actor_id: string }>(
    'SELECT DISTINCT actor_id FROM cards WHERE duplicate_of IS NOT NULL ORDER BY actor_id',
  )
  const alikeOf = db.prepare<[string, string], { image_id: number }>(
    `SELECT image_id FROM cards WHERE actor_id = ? AND (duplicate_of IS NOT NULL OR filename IN
       (SELECT duplicate_of FROM cards WHERE actor_id = ? AND duplicate_of IS NOT NULL)) ORDER BY sort_key, image_id`,
  )
  return {
    /** The next ones of an actor in the order of their names; from the beginning without `last`. */
    after: (actorId: string, last: Review | undefined, limit: number): Review[] =>
      after.all(actorId, last?.sortKey ?? '', last?.imageId ?? 0, limit).map(toReview),
    byIds: (ids: readonly number[]): Review[] => byIds.all(JSON.stringify(ids)).map(toReview),
    /** Actors with copies or variants among their images. */
    actorsWithDuplicates: (): string[] => alike.all().map((row) => row.actor_id),
    /** Images of an actor that have a double. */
    withDuplicates: (actorId: string): number[] => alikeOf.all(actorId, actorId).map((row) => row.image_id),
  }
}
