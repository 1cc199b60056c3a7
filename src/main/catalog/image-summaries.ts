import { ISSUE_KEYS, type IssueKey } from '../domain/issue-kinds.ts'
import { FINDING_KEYS } from '../domain/opinion.ts'
import { perStyle, type Style, STYLES, sum } from '../domain/style.ts'
import type { ActorSummary } from './actors.ts'
import { type ContentColumns, issueBits } from './image-fields.ts'
import {
  CARD_FIELDS,
  DESCRIBED_FIELDS,
  type DescribedColumns,
  type DescribedImage,
  type ImageColumns,
  type ImageSummary,
  summaryOfImage,
  toDescribed,
  toSummary,
} from './image-summary.ts'
import { indexKey } from '../domain/naming.ts'
import type { Database } from './database.ts'
import type { ImageRow } from './images.ts'

export type ImageSummaryTable = ReturnType<typeof imageSummaryTable>

/** Findings that only a vision model can make; see `saysNothing`. */
const FINDINGS = issueBits(FINDING_KEYS)

const COUNTED = "verdict IN ('keep', 'review')"

type SummaryColumns = Pick<
  ActorSummary,
  'images' | 'rejected' | 'unreadable' | 'unassessed' | 'toReview' | 'kept' | 'unanswered'
> &
  Record<Style | `unsure_${Style}` | `flagged_${IssueKey}`, number>

/**
 * Table of one row per existing image, derived from its row in `images` and its measures; it is never a source of truth. Only `imageTable`
 * rewrites a summary, within the transaction that changes its source.
 *
 * To filter and sort the whole library, write SQL on `cards` (columns in `schema.ts`) that yields `image_id`s, and fetch those on the
 * screen by `byIds`. Issues are bits (`issue_bits & ? != 0`, see `issueBits`), words of prompts are searched in `prompts` (see
 * `filterWhere`), natural order is `sort_key`. In a library of an earlier version, summaries are written in slices after it is opened:
 * `complete()` returns true when none is missing.
 */
export function imageSummaryTable(db: Database) {
  const ofActor = db.prepare<[string], ImageColumns>(
    `SELECT ${CARD_FIELDS} FROM cards WHERE actor_id = ? ORDER BY sort_key, filename`,
  )
  const pageOf = <Columns>(fields: string) =>
    db.prepare<[string, string, string, number], Columns>(
      `SELECT ${fields} FROM cards WHERE actor_id = ? AND (sort_key, filename) > (?, ?)
       ORDER BY sort_key, filename LIMIT ?`,
    )
  const page = pageOf<ImageColumns>(CARD_FIELDS)
  const described = pageOf<DescribedColumns>(DESCRIBED_FIELDS)
  const keptOf = db.prepare<[string], ImageColumns>(
    `SELECT ${CARD_FIELDS} FROM cards WHERE actor_id = ? AND kept = 1 ORDER BY sort_key, filename`,
  )
  const count = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM cards WHERE actor_id = ?')
  const changedSince = db.prepare<[string, number], ImageColumns>(
    `SELECT ${CARD_FIELDS} FROM cards WHERE actor_id = ? AND revision > ? ORDER BY revision`,
  )
  const unassessed = db
    .prepare<[string, number], number>(
      'SELECT 1 FROM cards WHERE actor_id = ? AND revision > ? AND evaluator IS NULL LIMIT 1',
    )
    .pluck()
  const byIds = db.prepare<[string], ImageColumns>(
    `SELECT ${CARD_FIELDS} FROM json_each(?) AS wanted CROSS JOIN cards ON image_id = wanted.value ORDER BY wanted.key`,
  )
  const ofStyles = STYLES.map(
    (style) => `count(*) FILTER (WHERE style = '${style}' AND ${COUNTED} AND unsure = 0) AS ${style},
       count(*) FILTER (WHERE style = '${style}' AND ${COUNTED} AND unsure = 1) AS unsure_${style}`,
  )
  const flaggedBy = ISSUE_KEYS.map(
    (key) =>
      `count(*) FILTER (WHERE verdict = 'review' AND style IS NOT NULL AND issue_bits & ${issueBits([key])} != 0) AS flagged_${key}`,
  )
  const summary = db.prepare<[string], SummaryColumns>(
    `SELECT count(*) AS images, ${[...ofStyles, ...flaggedBy].join(', ')},
       count(*) FILTER (WHERE verdict = 'review' AND style IS NOT NULL AND issue_bits = 0) AS toReview,
       count(*) FILTER (WHERE kept = 1) AS kept,
       count(*) FILTER (WHERE verdict = 'reject') AS rejected,
       count(*) FILTER (WHERE issue_bits & ${issueBits(['unreadable'])} != 0) AS unreadable,
       count(*) FILTER (WHERE evaluator IS NULL) AS unassessed,
       count(*) FILTER (WHERE unmeasured_bits != 0 AND decided_by IS NOT 'human' AND verdict IS NOT 'reject'
         AND (unmeasured_bits | (issue_bits & ${issueBits(['symmetry'])})) & ${FINDINGS} = ${FINDINGS}) AS unanswered
     FROM cards WHERE actor_id = ?`,
  )
  const fromOne = db
    .prepare<[string], number>(
      `SELECT count(*) AS n FROM cards WHERE actor_id = ? AND style IS NOT NULL AND ${COUNTED}
       GROUP BY coalesce(derived_from, filename) ORDER BY n DESC LIMIT 1`,
    )
    .pluck()
  const contentOf = db.prepare<[string], ContentColumns>(
    `SELECT measured ->> '$.width' AS width, measured ->> '$.height' AS height, measured ->> '$.colours' AS colours,
       (measured ->> '$.dhash') || (measured ->> '$.phash') AS hashes,
       measured ->> '$.madeWith' AS madeWith
     FROM measures WHERE sha256 = ? ORDER BY evaluator DESC LIMIT 1`,
  )
  const seen = db.prepare<[number, string], ContentColumns>(
    'SELECT width, height, colours, hashes, made_with AS madeWith FROM cards WHERE image_id = ? AND sha256 = ? AND width IS NOT NULL',
  )
  const notJudged = db.prepare<[string], { filename: string; why: string }>(
    'SELECT filename, not_judged AS why FROM cards WHERE actor_id = ? AND not_judged IS NOT NULL ORDER BY sort_key',
  )
  const addPrompt = db.prepare('INSERT INTO prompts (text) VALUES (?) ON CONFLICT DO NOTHING')
  const promptId = db.prepare<[string], { id: number }>('SELECT id FROM prompts WHERE text = ?')
  const touch = db.prepare('UPDATE cards SET revision = ? WHERE image_id = ?')
  const drop = db.prepare('DELETE FROM cards WHERE image_id = ?')
  const due = db.prepare<[number], { image_id: number }>('SELECT image_id FROM cards_due LIMIT ?')
  const dueOf = db.prepare<[string], { image_id: number }>(
    'SELECT image_id FROM cards_due CROSS JOIN images ON images.id = image_id WHERE actor_id = ?',
  )
  const settled = db.prepare('DELETE FROM cards_due WHERE image_id = ?')
  const put = createPut(db)
  // Starts at the clock, so that a window that outlives a closed library sees only higher revisions afterwards.
  let revision = Date.now() * 1000

  const idOfPrompt = (text: string): number | null => {
    addPrompt.run(text)
    return promptId.get(text)?.id ?? null
  }

  return {
    /** Returns an actor's summaries in natural order of the file names. */
    ofActor: (actorId: string): ImageSummary[] => ofActor.all(actorId).map(toSummary),
    /** Returns the next ones after a file name ("" for the first), in natural order. */
    pageAfter: (actorId: string, filename: string, limit: number): ImageSummary[] =>
      page.all(actorId, indexKey(filename), filename, limit).map(toSummary),
    /** As `pageAfter`, with only the fields that a manifest contains. */
    describedAfter: (actorId: string, filename: string, limit: number): DescribedImage[] =>
      described.all(actorId, indexKey(filename), filename, limit).map(toDescribed),
    /** Returns images that a person guaranteed a place, in natural order. */
    keptOf: (actorId: string): ImageSummary[] => keptOf.all(actorId).map(toSummary),
    /** Returns the actor's files that may be intact and were not measured, with the reason. */
    notJudged: (actorId: string): { readonly filename: string; readonly why: string }[] => notJudged.all(actorId),
    count: (actorId: string): number => count.get(actorId)?.n ?? 0,
    /** Returns summaries that changed since an earlier revision. */
    changedSince: (actorId: string, since: number): ImageSummary[] => changedSince.all(actorId, since).map(toSummary),
    /** Returns true when an image that changed since a revision is not assessed yet. */
    isUnassessed: (actorId: string, since: number): boolean => unassessed.get(actorId, since) !== undefined,
    /** Returns the revision of the last change of any summary. */
    revision: (): number => revision,
    /** Returns a revision above all earlier ones. */
    nextRevision: (): number => (revision += 1),
    /** Returns summaries in the order of the ids, without images that are gone. */
    byIds: (ids: readonly number[]): ImageSummary[] => byIds.all(JSON.stringify(ids)).map(toSummary),
    /** Computes the same figures as `countSet`, for a set that may contain 20,000 images. */
    summaryOf(actorId: string): ActorSummary {
      const found = summary.get(actorId)!
      const { images, rejected, unreadable, unassessed, toReview, kept, unanswered } = found
      const sure = perStyle((style) => found[style])
      const unsure = perStyle((style) => found[`unsure_${style}`])
      const flagged = ISSUE_KEYS.map((key) => [key, found[`flagged_${key}`]] as const).filter(([, n]) => n > 0)
      return {
        images,
        counts: { ...sure, unclassified: images - rejected - sum(sure) - sum(unsure) },
        unsure,
        rejected,
        unreadable,
        unassessed,
        flagged: Object.fromEntries(flagged),
        toReview,
        fromOne: fromOne.get(actorId) ?? 0,
        kept,
        unanswered,
      }
    },
    /** Returns true when every image has its summary. */
    complete: (): boolean => due.get(1) === undefined,
    /** Returns the next images whose summaries a migration has to rewrite. */
    due: (limit: number): number[] => due.all(limit).map((row) => row.image_id),
    dueOf: (actorId: string): number[] => dueOf.all(actorId).map((row) => row.image_id),

    /** Called by `imageTable` after a summary's source has changed. */
    write(row: ImageRow, measured: boolean): void {
      // Measures are in large rows all over the database, so they are read only when the content is new.
      const { id, sha256 } = row
      const content =
        sha256 === null ? undefined : ((measured ? undefined : seen.get(id, sha256)) ?? contentOf.get(sha256))
      const summary = summaryOfImage(row, content)
      revision += 1
      put({ ...summary, revision, prompt: summary.prompt === null ? null : idOfPrompt(summary.prompt) })
      settled.run(row.id)
    },
    /** Called by `captionTable` after data outside the summary's own columns has changed. */
    touch: (imageId: number): void => void touch.run((revision += 1), imageId),
    /** Called by `imageTable` when the image is gone. */
    remove(imageId: number): void {
      drop.run(imageId)
      settled.run(imageId)
    },
  }
}

type Written = Omit<ReturnType<typeof summaryOfImage>, 'prompt'> & {
  readonly revision: number
  readonly prompt: number | null
}

/** Creates a function that writes a summary only when it differs, so that windows have nothing to fetch and no index changes otherwise. */
function createPut(db: Database): (summary: Written) => void {
  const columns = db.prepare<[], { name: string }>("SELECT name FROM pragma_table_info('cards')").all()
  const names = columns.map(({ name }) => name)
  const changing = names.filter((name) => name !== 'image_id')
  const differs = changing.filter((name) => name !== 'revision').map((name) => `cards.${name} IS NOT excluded.${name}`)
  const put = db.prepare<[Written]>(
    `INSERT INTO cards (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (image_id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}
     WHERE ${differs.join(' OR ')}`,
  )
  return (summary) => void put.run(summary)
}
