import { z } from 'zod'
import type { StoreObject } from '../../storage/store.ts'
import type { Database } from './connect.ts'

/** A file in a listing of the store. */
export type ListedFile = Pick<StoreObject, 'key' | 'bytes' | 'etag'>

/** A listed file with the hash of its content. */
export interface ReadFile extends ListedFile {
  readonly sha256: string
}

const Known = z.object({ key: z.string(), sha256: z.string() })

/** Stores which content the store's images have, so that a worker that only needs their measures does not download them. */
export function sharedContents(db: Database) {
  return {
    /** Returns, by key, the SHA-256 of files that the evaluator has measured and all of these networks have seen. */
    async known(
      files: readonly ListedFile[],
      { evaluator, models }: { readonly evaluator: string; readonly models: readonly string[] },
    ): Promise<ReadonlyMap<string, string>> {
      // Without an ETag a change could not be detected.
      const some = files.filter(({ etag }) => etag !== null)
      const rows = await db.rows(
        Known,
        `SELECT key, c.sha256 FROM fleet_contents c JOIN unnest($1::text[], $2::text[], $3::bigint[]) AS f (key, etag, bytes)
           USING (key, etag, bytes)
         WHERE EXISTS (SELECT 1 FROM fleet_measures m WHERE m.sha256 = c.sha256 AND evaluator = $4)
           AND (SELECT count(*) FROM fleet_vectors v WHERE v.sha256 = c.sha256 AND model = ANY($5)) = cardinality($5::text[])`,
        [some.map(({ key }) => key), some.map(({ etag }) => etag), some.map(({ bytes }) => bytes), evaluator, models],
      )
      return new Map(rows.map(({ key, sha256 }) => [key, sha256]))
    },
    async put(files: readonly ReadFile[]): Promise<void> {
      const some = files.filter(({ etag }) => etag !== null)
      if (some.length === 0) return
      await db.run(
        `INSERT INTO fleet_contents (key, etag, bytes, sha256)
         SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) ORDER BY 1
         ON CONFLICT (key) DO UPDATE SET etag = excluded.etag, bytes = excluded.bytes, sha256 = excluded.sha256`,
        [
          some.map(({ key }) => key),
          some.map(({ etag }) => etag),
          some.map(({ bytes }) => bytes),
          some.map(({ sha256 }) => sha256),
        ],
      )
    },
  }
}
