import type { Database } from './database.ts'

export type VectorTable = ReturnType<typeof vectorTable>

/** Table of the vectors of pretrained networks, by content and network: packed vectors, none when the network found nothing. */
export function vectorTable(db: Database) {
  const one = db.prepare<[string, string], Buffer>('SELECT vectors FROM vectors WHERE sha256 = ? AND model = ?').pluck()
  const put = db.prepare('INSERT INTO vectors VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vectors = excluded.vectors')
  const lacking = db.prepare<[string, string], { filename: string; sha256: string }>(
    `SELECT filename, sha256 FROM images WHERE actor_id = ? AND gone = 0 AND sha256 IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM vectors WHERE vectors.sha256 = images.sha256 AND vectors.model = ?) ORDER BY id`,
  )
  const named = db
    .prepare<[string, string, string], Buffer>(
      `SELECT vectors FROM cards JOIN vectors ON vectors.sha256 = cards.sha256 AND vectors.model = ?
       WHERE filename = ? OR actor_id || '/' || filename = ? LIMIT 1`,
    )
    .pluck()
  const after = db.prepare<[string, number, number], { image_id: number; vectors: Buffer }>(
    `SELECT image_id, vectors FROM cards JOIN vectors ON vectors.sha256 = cards.sha256 AND vectors.model = ?
     WHERE image_id > ? ORDER BY image_id LIMIT ?`,
  )
  return {
    get: (sha256: string, model: string): Buffer | null => one.get(sha256, model) ?? null,
    put: (sha256: string, model: string, vectors: Uint8Array) => void put.run(sha256, model, Buffer.from(vectors)),
    /** Returns images without vectors of this network. */
    lacking: (actorId: string, model: string) => lacking.all(actorId, model),
    /** Returns the vectors of the image with that file name, alone or after its actor and a slash. */
    ofName: (name: string, model: string): Buffer | null => named.get(model, name, name) ?? null,
    /** Returns the next ones after an id, in the whole library. */
    after: (model: string, imageId: number, limit: number) => after.all(model, imageId, limit),
  }
}
