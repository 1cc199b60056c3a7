import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { parseLossless } from '../domain/lossless-json.ts'
import { EvencastError } from '../domain/error.ts'
import type { ManifestPatch } from '../domain/manifest-patch.ts'
import { StoredEntry } from '../domain/stored-image.ts'

/** What an edit made of one manifest, so that it can be taken back to the byte. */
export interface ManifestRecord {
  /** Of the file's bytes; empty when there was no file. */
  readonly digestBefore: string
  readonly digestAfter: string
  readonly undo: ManifestPatch
  readonly redo: ManifestPatch
  /** Kept only when the file was not written as Evencast writes it. */
  readonly bytesBefore: Uint8Array | null
}

const Patch = z.object({
  updated_at: z.string(),
  without: z.array(z.string()),
  entries: z.array(z.tuple([z.number().int().min(0), StoredEntry])),
})

/** Throws CONFLICT when it makes no sense. */
function readPatch(text: string): ManifestPatch {
  try {
    return Patch.parse(parseLossless(text))
  } catch (cause) {
    const message = 'The history entry of a manifest is damaged; this edit cannot be undone.'
    throw new EvencastError('CONFLICT', message, { cause })
  }
}

interface Columns {
  digest_before: string
  digest_after: string
  back: string
  forth: string
  bytes_before: Buffer | null
}

export function manifestTable(db: Database) {
  const put = db.prepare<[number, string, string, string, string, string, Uint8Array | null]>(
    `INSERT INTO edit_manifests (edit_id, actor_id, digest_before, digest_after, back, forth, bytes_before)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET digest_before = excluded.digest_before,
       digest_after = excluded.digest_after, back = excluded.back, forth = excluded.forth, bytes_before = excluded.bytes_before`,
  )
  const get = db.prepare<[number, string], Columns>('SELECT * FROM edit_manifests WHERE edit_id = ? AND actor_id = ?')
  return {
    put: (editId: number, actorId: string, record: ManifestRecord): void => {
      const { digestBefore, digestAfter, undo, redo, bytesBefore } = record
      put.run(editId, actorId, digestBefore, digestAfter, JSON.stringify(undo), JSON.stringify(redo), bytesBefore)
    },
    get: (editId: number, actorId: string): ManifestRecord | null => {
      const row = get.get(editId, actorId)
      return row
        ? {
            digestBefore: row.digest_before,
            digestAfter: row.digest_after,
            undo: readPatch(row.back),
            redo: readPatch(row.forth),
            bytesBefore: row.bytes_before,
          }
        : null
    },
  }
}
