import type { Database } from './database.ts'

export type WrittenCaptionTable = ReturnType<typeof writtenCaptionTable>

/** Of one request: content of the image, who was asked, and SHA-256 of what it was told and of the crop. */
export interface WrittenKey {
  readonly sha256: string
  readonly writer: string
  readonly instructions: string
}

/** What vision models wrote, `[trigger]` standing for the trigger word; empty: the model declined. Paid for, so kept for good. */
export function writtenCaptionTable(db: Database) {
  const one = db
    .prepare<WrittenKey, string>(
      'SELECT text FROM written_captions WHERE sha256 = @sha256 AND writer = @writer AND instructions = @instructions',
    )
    .pluck()
  const put = db.prepare<WrittenKey & { readonly text: string }>(
    `INSERT INTO written_captions (sha256, writer, instructions, text) VALUES (@sha256, @writer, @instructions, @text)
     ON CONFLICT DO UPDATE SET text = excluded.text`,
  )
  return {
    /** Null: it was not asked yet. */
    get: (key: WrittenKey): string | null => one.get(key) ?? null,
    put: (key: WrittenKey, text: string) => void put.run({ ...key, text }),
  }
}
