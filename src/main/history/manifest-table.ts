import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { deflate, inflateSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { parseLossless } from '../domain/lossless-json.ts'
import { EvencastError } from '../domain/error.ts'
import type { ManifestPatch } from '../domain/manifest-patch.ts'
import { StoredEntry } from '../domain/stored-image.ts'

/** Effect of an edit on one manifest, which allows undoing it to the exact bytes. */
export interface ManifestRecord {
  /** Hash of the file's bytes; empty when there was no file. */
  readonly digestBefore: string
  readonly digestAfter: string
  readonly undo: ManifestPatch
  readonly redo: ManifestPatch
  /** Stored only when the file was not in Evencast's own format. */
  readonly bytesBefore: Uint8Array | null
}

/** A record with its patches as text. */
export interface StoredRecord extends Pick<ManifestRecord, 'digestBefore' | 'digestAfter' | 'bytesBefore'> {
  readonly back: string
  readonly forth: string
}

const Patch = z.object({
  updated_at: z.string(),
  without: z.array(z.string()),
  entries: z.array(z.tuple([z.number().int().min(0), StoredEntry])),
})

/** Entries serialized at a time, which takes about two milliseconds. */
const PART = 400
/** Prefix of a long patch, which is compressed because passing megabytes to SQLite would be slow. */
const PACKED = 'deflate:'
const MOST_PACKED_LETTERS = 64 * 1024 * 1024
const pack = promisify(deflate)

async function patchText(patch: ManifestPatch): Promise<string> {
  const { entries, ...others } = patch
  if (entries.length <= PART) return JSON.stringify(patch)
  const parts: string[] = []
  for (let from = 0; from < entries.length; from += PART) {
    if (from > 0) await nextTurn()
    parts.push(JSON.stringify(entries.slice(from, from + PART)).slice(1, -1))
  }
  const text = `${JSON.stringify(others).slice(0, -1)},"entries":[${parts.join(',')}]}`
  return text.length > MOST_PACKED_LETTERS ? text : PACKED + (await pack(text)).toString('base64')
}

/** Serializes a record. That takes time for thousands of entries; storing the result does not. */
export async function storedRecord({ undo, redo, ...others }: ManifestRecord): Promise<StoredRecord> {
  const [back, forth] = await Promise.all([patchText(undo), patchText(redo)])
  return { ...others, back, forth }
}

const unpacked = (text: string): string =>
  text.startsWith(PACKED)
    ? inflateSync(Buffer.from(text.slice(PACKED.length), 'base64'), {
        maxOutputLength: 4 * MOST_PACKED_LETTERS,
      }).toString()
    : text

/** Parses a patch. Throws CONFLICT when it is invalid. */
function readPatch(text: string): ManifestPatch {
  try {
    return Patch.parse(parseLossless(unpacked(text)))
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
    put: (editId: number, actorId: string, record: StoredRecord): void => {
      const { digestBefore, digestAfter, back, forth, bytesBefore } = record
      put.run(editId, actorId, digestBefore, digestAfter, back, forth, bytesBefore)
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
