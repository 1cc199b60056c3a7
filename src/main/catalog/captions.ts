import { wordCount } from '../domain/caption/words.ts'
import type { Database } from './database.ts'

export interface CaptionText {
  readonly imageId: number
  readonly text: string
  /** True when the caption is inside the image file itself. */
  readonly embedded: boolean
}

export type CaptionTable = ReturnType<typeof captionTable>

/** Index of captions as they were last read, for searches; the caption files are the source of truth. */
export function captionTable(db: Database, touch: (imageId: number) => void) {
  const ofActor = db.prepare<[string], { imageId: number; text: string; embedded: number }>(
    `SELECT image_id AS imageId, text, embedded FROM captions JOIN images ON images.id = image_id
     WHERE actor_id = ? AND gone = 0`,
  )
  const put = db.prepare(
    `INSERT INTO captions (image_id, text, words, embedded) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET text = excluded.text, words = excluded.words, embedded = excluded.embedded`,
  )
  const putNamed = db
    .prepare<[string, number, string, string], number>(
      `INSERT INTO captions (image_id, text, words, embedded)
       SELECT id, ?, ?, 0 FROM images WHERE actor_id = ? AND filename = ? AND gone = 0
       ON CONFLICT DO UPDATE SET text = excluded.text, words = excluded.words, embedded = 0 RETURNING image_id`,
    )
    .pluck()
  const dropNamed = db
    .prepare<[string, string], number>(
      `DELETE FROM captions WHERE image_id = (SELECT id FROM images WHERE actor_id = ? AND filename = ? AND gone = 0)
       RETURNING image_id`,
    )
    .pluck()
  const textOf = db.prepare<[number], string>('SELECT text FROM captions WHERE image_id = ?').pluck()
  const drop = db.prepare('DELETE FROM captions WHERE image_id = ?')
  const all = db
    .prepare<[], string>('SELECT text FROM captions JOIN cards ON cards.image_id = captions.image_id')
    .pluck()
  return {
    ofActor: (actorId: string): CaptionText[] =>
      ofActor.all(actorId).map((row) => ({ ...row, embedded: row.embedded === 1 })),
    textOf: (imageId: number): string | undefined => textOf.get(imageId),
    /** Returns every caption of the library. */
    texts: (): IterableIterator<string> => all.iterate(),
    put({ imageId, text, embedded }: CaptionText): void {
      put.run(imageId, text, wordCount(text), embedded ? 1 : 0)
      touch(imageId)
    },
    /** As `put` for an image by its name, or as `remove` (null). */
    putNamed(actorId: string, filename: string, text: string | null): void {
      const imageId =
        text === null ? dropNamed.get(actorId, filename) : putNamed.get(text, wordCount(text), actorId, filename)
      if (imageId !== undefined) touch(imageId)
    },
    remove(imageId: number): void {
      drop.run(imageId)
      touch(imageId)
    },
  }
}
