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
  /** Names of its sidecar files. */
  readonly sidecars: readonly string[]
}

/** A file as a scan of the folder sees it. */
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
  /** 1 when a person kept it. */
  readonly preferred: number | null
  readonly dropped: number | null
  /** JSON of `Measured`. */
  readonly measured: string
  /** Its style as decided by a source that overrides the evaluator. */
  readonly said: string | null
  /** Vectors of the networks for pictures and for faces, in hex. */
  readonly shows: string | null
  readonly faces: string | null
}

/** Ids of the networks for pictures and faces; empty where one is not installed. */
export interface Models {
  readonly pictures: string
  readonly faces: string
}

/** Keeps the summary of an image up to date with its row. */
export interface SummaryWriter {
  /** `measured`: true when the measures of its content may have changed. */
  write(row: ImageRow, measured: boolean): void
  remove(imageId: number): void
}

/** Writes a scan's result for a file, unless the catalog knows something newer; does not count as newer itself. */
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
  /** Changes a row and, in the same transaction, its summary. Does nothing when the update returns no row. */
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
  /** Files reported since each running scan of a folder began, by actor. */
  const looks = new Map<string, Set<Set<string>>>()
  const tell = (actorId: string, filename: string): void => looks.get(actorId)?.forEach((told) => told.add(filename))
  const first = db.prepare<[string, number], Pick<Columns, 'id' | 'bytes' | 'mtime_ns'> & { crop: string | null }>(
    `SELECT images.id, images.bytes, images.mtime_ns, crop FROM images JOIN cards ON image_id = images.id
     WHERE images.actor_id = ? AND gone = 0 ORDER BY coalesce(verdict, '') = 'reject', images.id LIMIT ?`,
  )
  return {
    /** Returns JSON of `TaughtImage`: the latest styles decided by people in the whole library, the latest first. */
    taught: (actorId: string, evaluator: string, { pictures }: Models, limit: number): readonly string[] =>
      taught.all(actorId, pictures, evaluator, limit),
    /** Returns the first few images, rejected ones last: enough to show who the actor is. */
    firstOf: (actorId: string, most: number) =>
      first.all(actorId, most).map(({ id, bytes, mtime_ns, crop }) => ({
        id,
        bytes,
        mtimeNs: mtime_ns,
        crop: crop === null ? null : decode<Crop>(crop),
      })),
    /** Returns the next ones after an id (0 for the first), and whether this evaluator has measured them. */
    measuredByAfter: (actorId: string, evaluator: string, afterId: number, limit: number) =>
      measuredBy.all(evaluator, actorId, afterId, limit),
    /** Returns the next ones after an id (0 for the first). */
    pageAfter: (actorId: string, afterId: number, limit: number): ImageRow[] =>
      page.all(actorId, afterId, limit).map(toRow),
    /** Returns the next measured ones after an id, with their measures as stored: a worker parses them. */
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
    /** Adds a new or changed file and forgets what was known of its content. */
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
    /** Tracks files that were added, changed or removed from now on: their rows are newer than the results of a scan that began before. */
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
    /** Sets the hash. Its measures must be stored before, in the same transaction. */
    setSha256: (id: number, sha256: string) => change(() => sha.get(sha256, id), true),
    /**
     * Sets the manifest entry. `was`: the previous entry, if known. Thousands of captions may change at a time, without changing a summary.
     */
    setEntry(actorId: string, value: ManifestImage, was?: ManifestImage): void {
      const text = JSON.stringify(value)
      const stored = was ? undefined : entryOf.get(actorId, value.filename)
      if (stored === text) return
      const before = was ?? (stored === undefined ? undefined : decode<ManifestImage>(stored))
      if (before && sameInSummary(before, value)) entryAlone.run(text, actorId, value.filename, text)
      else change(() => entry.get(text, actorId, value.filename, text))
    },
    /** Returns images whose sidecars differ from the known ones. */
    otherSidecars(actorId: string, byImage: ReadonlyMap<string, readonly string[]>): string[] {
      const known = new Map(withSidecars.all(actorId).map((row) => [row.filename, row.sidecars]))
      const has = [...byImage].flatMap(([name, files]) => (known.get(name) === JSON.stringify(files) ? [] : [name]))
      return [...has, ...[...known.keys()].filter((filename) => !byImage.has(filename))]
    },
    /** Sets an image's sidecars; returns true when they changed. */
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
    /** Takes the JSON of an `Assessment`. */
    setAssessmentText: (id: number, text: string) => change(() => assessment.get(text, id, text)),
    /** Rewrites summaries from the stored rows. */
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
