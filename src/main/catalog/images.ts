import type { Assessment } from '../domain/assessment.ts'
import type { ManifestImage } from '../domain/manifest.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'

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
})

const FIELDS = 'id, actor_id, filename, bytes, mtime_ns, sha256, entry, assessment'

export type ImageTable = ReturnType<typeof imageTable>

export function imageTable(db: Database) {
  const ofActor = db.prepare<[string], Columns>(`SELECT ${FIELDS} FROM images WHERE actor_id = ? AND gone = 0`)
  const stamps = db.prepare<[string], { filename: string; bytes: number; mtime_ns: string }>(
    'SELECT filename, bytes, mtime_ns FROM images WHERE actor_id = ? AND gone = 0',
  )
  const byId = db.prepare<[number], Columns>(`SELECT ${FIELDS} FROM images WHERE id = ? AND gone = 0`)
  const byName = db.prepare<[string, string], Columns>(
    `SELECT ${FIELDS} FROM images WHERE actor_id = ? AND filename = ? AND gone = 0`,
  )
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM images WHERE gone = 0')
  const put = db.prepare(
    `INSERT INTO images (actor_id, filename, bytes, mtime_ns, entry) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (actor_id, filename) DO UPDATE SET bytes = excluded.bytes, mtime_ns = excluded.mtime_ns,
       entry = CASE WHEN gone = 1 THEN excluded.entry ELSE entry END, sha256 = NULL, assessment = NULL, gone = 0`,
  )
  const gone = db.prepare('UPDATE images SET gone = 1 WHERE actor_id = ? AND filename = ?')
  const sha = db.prepare('UPDATE images SET sha256 = ? WHERE id = ?')
  const entry = db.prepare('UPDATE images SET entry = ? WHERE actor_id = ? AND filename = ?')
  const assessment = db.prepare('UPDATE images SET assessment = ? WHERE id = ?')
  return {
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
    count: (): number => total.get()?.n ?? 0,
    /** A new or changed file: whatever was known of its content is forgotten. */
    put: (actorId: string, file: FileStamp) =>
      void put.run(actorId, file.filename, file.bytes, file.mtimeNs, JSON.stringify({ filename: file.filename })),
    markGone: (actorId: string, filename: string) => void gone.run(actorId, filename),
    setSha256: (id: number, sha256: string) => void sha.run(sha256, id),
    setEntry: (actorId: string, value: ManifestImage) => void entry.run(JSON.stringify(value), actorId, value.filename),
    setAssessment: (id: number, value: Assessment) => void assessment.run(JSON.stringify(value), id),
  }
}
