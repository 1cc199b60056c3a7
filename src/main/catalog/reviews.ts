import type { Doubtful } from '../domain/culling.ts'
import type { Database } from './database.ts'

/** An image's id and position within its actor, with the values that decide how much it needs a review. */
export interface Review extends Doubtful {
  readonly imageId: number
  readonly sortKey: string
  /** Group of undecided images in the library that look alike, unless a person split them. */
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

/**
 * Table of images that a person should still review, read from the summaries in slices, because a whole library is too much for one query.
 */
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
    /** Returns the next ones of an actor by name; from the beginning without `last`. */
    after: (actorId: string, last: Review | undefined, limit: number): Review[] =>
      after.all(actorId, last?.sortKey ?? '', last?.imageId ?? 0, limit).map(toReview),
    byIds: (ids: readonly number[]): Review[] => byIds.all(JSON.stringify(ids)).map(toReview),
    /** Returns actors with copies or variants among their images. */
    actorsWithDuplicates: (): string[] => alike.all().map((row) => row.actor_id),
    /** Returns the images of an actor that have a duplicate. */
    withDuplicates: (actorId: string): number[] => alikeOf.all(actorId, actorId).map((row) => row.image_id),
  }
}
