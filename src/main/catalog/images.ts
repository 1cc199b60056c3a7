import type { Crop } from '../domain/crop.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { ManifestImage } from '../domain/manifest.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'
import { sameInSummary } from './same-in-summary.ts'

export interface ImageRow {
  readonly id: number
  readonly actorId: string
  readonly filename: string
  readonly bytes: number
  readonly mtimeNs: string
  /** Null until the content was read. */
  readonly sha256: string | null
  readonly entry: ManifestImage
  readonly assessment: Assessment | null
  /** Names of the files beside it that belong to it. */
  readonly sidecars: readonly string[]
}

/** What a look at the folder tells of a file. */
export interface FileStamp {
  readonly filename: string
  readonly bytes: number
  readonly mtimeNs: string
}

interface Columns {
  id: number
  actor_id: string
  filename: string
  bytes: number
  mtime_ns: string
  sha256: string | null
  entry: string
  assessment: string | null
  sidecars: string | null
}

const toRow = (columns: Columns): ImageRow => ({
  id: columns.id,
  actorId: columns.actor_id,
  filename: columns.filename,
  bytes: columns.bytes,
  mtimeNs: columns.mtime_ns,
  sha256: columns.sha256,
  entry: decode<ManifestImage>(columns.entry),
  assessment: columns.assessment === null ? null : decode<Assessment>(columns.assessment),
  sidecars: columns.sidecars === null ? [] : decode<string[]>(columns.sidecars),
})

const FIELDS = 'id, actor_id, filename, bytes, mtime_ns, sha256, entry, assessment, sidecars'

export interface MeasuredText {
  readonly id: number
  readonly filename: string
  readonly sha256: string
  /** 1: a human kept it. */
  readonly preferred: number | null
  readonly dropped: number | null
  /** JSON of `Measured`. */
  readonly measured: string
  /** Its style by whoever outranks an evaluator. */
  readonly said: string | null
  /** Hex of what the networks for pictures and for faces see. */
  readonly shows: string | null
  readonly faces: string | null
}

/** The networks that see pictures and faces; empty where one is not installed. */
export interface Models {
  readonly pictures: string
  readonly faces: string
}

/** Keeps what is shown of an image in step with its row. */
export interface SummaryWriter {
  /** `measured`: the measures of its content may be others than before. */
  write(row: ImageRow, measured: boolean): void
  remove(imageId: number): void
}

/** Writes what a look has seen of a file, unless something newer is known of it; does not count as told itself. */
type Own = (filename: string, write: () => void) => void

export type ImageTable = ReturnType<typeof imageTable>

export function imageTable(db: Database, summaries: SummaryWriter) {
  const ofActor = db.prepare<[string], Columns>(`SELECT ${FIELDS} FROM images WHERE actor_id = ? AND gone = 0`)
  const stamps = db.prepare<[string], { filename: string; bytes: number; mtime_ns: string }>(
    'SELECT filename, bytes, mtime_ns FROM images WHERE actor_id = ? AND gone = 0',
  )
  const byId = db.prepare<[number], Columns>(`SELECT ${FIELDS} FROM images WHERE id = ? AND gone = 0`)
  const byName = db.prepare<[string, string], Columns>(
    `SELECT ${FIELDS} FROM images WHERE actor_id = ? AND filename = ? AND gone = 0`,
  )
  const total = db.prepare<[], number>('SELECT n FROM image_count').pluck()
  const put = db.prepare<unknown[], Columns>(
    `INSERT INTO images (actor_id, filename, bytes, mtime_ns, entry) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (actor_id, filename) DO UPDATE SET bytes = excluded.bytes, mtime_ns = excluded.mtime_ns,
       entry = CASE WHEN gone = 1 THEN excluded.entry ELSE entry END, sha256 = NULL, assessment = NULL, gone = 0
     RETURNING ${FIELDS}`,
  )
  const gone = db.prepare<[string, string], { id: number }>(
    'UPDATE images SET gone = 1 WHERE actor_id = ? AND filename = ? RETURNING id',
  )
  const sha = db.prepare<unknown[], Columns>(
    `UPDATE images SET sha256 = ? WHERE id = ? AND gone = 0 RETURNING ${FIELDS}`,
  )
  const entryOf = db
    .prepare<[string, string], string>('SELECT entry FROM images WHERE actor_id = ? AND filename = ? AND gone = 0')
    .pluck()
  const entry = db.prepare<unknown[], Columns>(
    `UPDATE images SET entry = ? WHERE actor_id = ? AND filename = ? AND gone = 0 AND entry IS NOT ?
     RETURNING ${FIELDS}`,
  )
  const entryAlone = db.prepare(
    'UPDATE images SET entry = ? WHERE actor_id = ? AND filename = ? AND gone = 0 AND entry IS NOT ?',
  )
  const sidecars = db.prepare<unknown[], Columns>(
    `UPDATE images SET sidecars = ? WHERE actor_id = ? AND filename = ? AND gone = 0 AND sidecars IS NOT ?
     RETURNING ${FIELDS}`,
  )
  const withSidecars = db.prepare<[string], Pick<Columns, 'filename' | 'sidecars'>>(
    'SELECT filename, sidecars FROM images WHERE actor_id = ? AND gone = 0 AND sidecars IS NOT NULL',
  )
  const assessment = db.prepare<unknown[], Columns>(
    `UPDATE images SET assessment = ? WHERE id = ? AND gone = 0 AND assessment IS NOT ?
     RETURNING ${FIELDS}`,
  )

  const atOnce = (work: () => void): void => (db.inTransaction ? work() : db.transaction(work)())
  /** Changes a row and, in the same transaction, its summary. Without a row nothing was changed. */
  const change = (update: () => Columns | undefined, measured = false): void =>
    atOnce(() => {
      const columns = update()
      if (columns) summaries.write(toRow(columns), measured)
    })

  const measuredBy = db.prepare<[string, string, number, number], { id: number; filename: string; measured: number }>(
    `SELECT id, filename, EXISTS
       (SELECT 1 FROM measures WHERE measures.sha256 = images.sha256 AND evaluator = ?) AS measured
     FROM images WHERE actor_id = ? AND gone = 0 AND id > ? ORDER BY id LIMIT ?`,
  )
  const page = db.prepare<[string, number, number], Columns>(
    `SELECT ${FIELDS} FROM images WHERE actor_id = ? AND gone = 0 AND id > ? ORDER BY id LIMIT ?`,
  )
  const seen = (sha256: string): string =>
    `(SELECT hex(vectors) FROM vectors WHERE vectors.sha256 = ${sha256} AND vectors.model = ?)`
  const measured = db.prepare<[string, string, string, string, number, number], MeasuredText>(
    `SELECT images.id, images.filename, images.sha256, (decided_by = 'human' OR kept) AND verdict = 'keep' AS preferred,
       decided_by = 'human' AND verdict = 'reject' AS dropped, measured, iif(decided_by != 'evaluator', style, NULL) AS said,
       ${seen('images.sha256')} AS shows, ${seen('images.sha256')} AS faces
     FROM images JOIN measures ON measures.sha256 = images.sha256 AND measures.evaluator = ? JOIN cards ON image_id = images.id
     WHERE images.actor_id = ? AND gone = 0 AND images.id > ? ORDER BY images.id LIMIT ?`,
  )
  const taught = db
    .prepare<[string, string, string, number], string>(
      `SELECT json_object('style', style, 'own', json(iif(cards.actor_id = ?, 'true', 'false')), 'measured', json(measured), 'shows', ${seen('cards.sha256')})
       FROM cards JOIN measures ON measures.sha256 = cards.sha256 AND measures.evaluator = ?
       WHERE decided_by = 'human' AND style IS NOT NULL ORDER BY revision DESC LIMIT ?`,
    )
    .pluck()
  /** By actor, what each look at its folder has been told since it began. */
  const looks = new Map<string, Set<Set<string>>>()
  const tell = (actorId: string, filename: string): void => looks.get(actorId)?.forEach((told) => told.add(filename))
  const first = db.prepare<[string, number], Pick<Columns, 'id' | 'bytes' | 'mtime_ns'> & { crop: string | null }>(
    `SELECT images.id, images.bytes, images.mtime_ns, crop FROM images JOIN cards ON image_id = images.id
     WHERE images.actor_id = ? AND gone = 0 ORDER BY coalesce(verdict, '') = 'reject', images.id LIMIT ?`,
  )
  return {
    /** JSON of `TaughtImage`: the styles that people said last, in the whole library, the latest first. */
    taught: (actorId: string, evaluator: string, { pictures }: Models, limit: number): readonly string[] =>
      taught.all(actorId, pictures, evaluator, limit),
    /** The first few, rejected ones last: enough to see whose they are. */
    firstOf: (actorId: string, most: number) =>
      first.all(actorId, most).map(({ id, bytes, mtime_ns, crop }) => ({
        id,
        bytes,
        mtimeNs: mtime_ns,
        crop: crop === null ? null : decode<Crop>(crop),
      })),
    /** The next ones after an id (0 for the first), with whether this evaluator has measured them. */
    measuredByAfter: (actorId: string, evaluator: string, afterId: number, limit: number) =>
      measuredBy.all(evaluator, actorId, afterId, limit),
    /** The next ones after an id (0 for the first). */
    pageAfter: (actorId: string, afterId: number, limit: number): ImageRow[] =>
      page.all(actorId, afterId, limit).map(toRow),
    /** The next ones after an id that it has measured, with their measures as they are stored: parsing them is left to a worker. */
    measuredAfter: (
      actorId: string,
      by: { readonly evaluator: string } & Models,
      afterId: number,
      limit: number,
    ): MeasuredText[] => measured.all(by.pictures, by.faces, by.evaluator, actorId, afterId, limit),
    ofActor: (actorId: string): ImageRow[] => ofActor.all(actorId).map(toRow),
    stampsOf: (actorId: string): FileStamp[] =>
      stamps.all(actorId).map((row) => ({ filename: row.filename, bytes: row.bytes, mtimeNs: row.mtime_ns })),
    byId: (id: number): ImageRow | null => {
      const columns = byId.get(id)
      return columns ? toRow(columns) : null
    },
    byName: (actorId: string, filename: string): ImageRow | null => {
      const columns = byName.get(actorId, filename)
      return columns ? toRow(columns) : null
    },
    count: (): number => total.get() ?? 0,
    /** A new or changed file: whatever was known of its content is forgotten. */
    put(actorId: string, file: FileStamp): void {
      tell(actorId, file.filename)
      change(() =>
        put.get(actorId, file.filename, file.bytes, file.mtimeNs, JSON.stringify({ filename: file.filename })),
      )
    },
    markGone(actorId: string, filename: string): void {
      tell(actorId, filename)
      atOnce(() => {
        for (const { id } of gone.all(actorId, filename)) summaries.remove(id)
      })
    },
    /** Files that came, changed or went since, as far as the catalog was told: newer than what a look that began before has seen. */
    toldSince(actorId: string): Disposable & { readonly has: (filename: string) => boolean; readonly own: Own } {
      const told = new Set<string>()
      const ofActor = looks.get(actorId) ?? new Set()
      looks.set(actorId, ofActor.add(told))
      return {
        has: (filename) => told.has(filename),
        own(filename, write) {
          if (told.has(filename)) return
          write()
          told.delete(filename)
        },
        [Symbol.dispose]() {
          ofActor.delete(told)
          if (ofActor.size === 0) looks.delete(actorId)
        },
      }
    },
    /** Its measures are stored before, in the same transaction. */
    setSha256: (id: number, sha256: string) => change(() => sha.get(sha256, id), true),
    /** `was`: what it said before, where that is known. Thousands of captions change at a time, and no summary with them. */
    setEntry(actorId: string, value: ManifestImage, was?: ManifestImage): void {
      const text = JSON.stringify(value)
      const stored = was ? undefined : entryOf.get(actorId, value.filename)
      if (stored === text) return
      const before = was ?? (stored === undefined ? undefined : decode<ManifestImage>(stored))
      if (before && sameInSummary(before, value)) entryAlone.run(text, actorId, value.filename, text)
      else change(() => entry.get(text, actorId, value.filename, text))
    },
    /** Images to which another set of files belongs than is known. */
    otherSidecars(actorId: string, byImage: ReadonlyMap<string, readonly string[]>): string[] {
      const known = new Map(withSidecars.all(actorId).map((row) => [row.filename, row.sidecars]))
      const has = [...byImage].flatMap(([name, files]) => (known.get(name) === JSON.stringify(files) ? [] : [name]))
      return [...has, ...[...known.keys()].filter((filename) => !byImage.has(filename))]
    },
    /** What belongs to an image; answers whether it is other than before. */
    setSidecars(actorId: string, filename: string, names: readonly string[] | undefined): boolean {
      const text = names === undefined ? null : JSON.stringify(names)
      let changed = false
      change(() => {
        const columns = sidecars.get(text, actorId, filename, text)
        changed = columns !== undefined
        return columns
      })
      return changed
    },
    setAssessment(id: number, value: Assessment): void {
      const text = JSON.stringify(value)
      change(() => assessment.get(text, id, text))
    },
    /** JSON of an `Assessment`. */
    setAssessmentText: (id: number, text: string) => change(() => assessment.get(text, id, text)),
    /** Writes summaries again from what is stored. */
    renewSummaries(ids: readonly number[]): void {
      db.transaction(() => {
        for (const id of ids) {
          const columns = byId.get(id)
          if (columns) summaries.write(toRow(columns), true)
          else summaries.remove(id)
        }
      })()
    },
  }
}
