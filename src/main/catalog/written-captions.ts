import type { Database } from './database.ts'

export type WrittenCaptionTable = ReturnType<typeof writtenCaptionTable>

/** Key of one request: content of the image, the writer, and SHA-256 of its instructions and of the crop. */
export interface WrittenKey {
  readonly sha256: string
  readonly writer: string
  readonly instructions: string
}

/**
 * Table of captions that vision models wrote, with `[trigger]` for the trigger word; empty when the model declined. Paid for, so kept
 * permanently.
 */
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
    /** Returns null when it was not requested yet. */
    get: (key: WrittenKey): string | null => one.get(key) ?? null,
    put: (key: WrittenKey, text: string) => void put.run({ ...key, text }),
  }
}
