import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { issueBits } from '../../../src/main/catalog/image-fields.ts'
import { type SummarySearch, summarySearch } from '../../../src/main/catalog/summary-search.ts'
import { type Database, openDatabase } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { wordCount } from '../../../src/main/domain/caption/words.ts'
import { placeOf } from '../../../src/main/domain/culling.ts'
import type { Filterable } from '../../../src/main/domain/filter/fields.ts'
import { EVERYTHING, type Filter } from '../../../src/main/domain/filter/filter.ts'
import { matcherOf } from '../../../src/main/domain/filter/match.ts'
import type { Sort } from '../../../src/main/domain/image-order.ts'
import { indexKey } from '../../../src/main/domain/naming.ts'
import { filterables, filters } from '../../support/filters.ts'
import { temporaryFolder } from '../../support/library.ts'

async function open() {
  const folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), [CATALOG_SCHEMA])
  db.pragma('foreign_keys = OFF')
  const close = async () => {
    db.close()
    await folder[Symbol.asyncDispose]()
  }
  return { db, search: summarySearch(db), [Symbol.asyncDispose]: close }
}

/** Inserts summaries unchanged; ids count from 1. */
function fill(db: Database, images: readonly Filterable[]): void {
  db.exec('DELETE FROM cards; DELETE FROM prompts; DELETE FROM captions')
  const caption = db.prepare('INSERT INTO captions VALUES (?, ?, ?, 0)')
  const prompt = db.prepare('INSERT INTO prompts (text) VALUES (?) ON CONFLICT DO NOTHING')
  const put = db.prepare(
    `INSERT INTO cards (image_id, revision, actor_id, sort_key, filename, bytes, mtime_ns, width, height, lane, style, decided_by, unsure,
       confidence, verdict, issue_bits, unmeasured_bits, quality, generated, prompt_id, prompt, date_ms, uploaded, flagged, face, person)
     VALUES (?, 1, ?, ?, ?, ?, '0', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, (SELECT id FROM prompts WHERE text = ?), ?, ?, ?, ?, ?)`,
  )
  for (const [index, image] of images.entries()) {
    if (image.prompt !== null) prompt.run(image.prompt)
    if (image.caption !== null) caption.run(index + 1, image.caption, wordCount(image.caption))
    put.run(
      index + 1,
      image.actorId,
      indexKey(image.filename),
      image.filename,
      image.bytes,
      image.width,
      image.height,
      image.lane,
      image.style,
      image.decidedBy,
      image.unsure ? 1 : 0,
      image.confidence,
      image.verdict,
      issueBits(image.issues.map((issue) => issue.key)),
      image.quality,
      image.generated ? 1 : 0,
      image.promptId,
      image.prompt,
      image.dateMs,
      image.uploaded ? 1 : 0,
      image.flagged ? 1 : 0,
      image.face,
      image.person,
    )
  }
}

function found(search: SummarySearch, filter: Filter, by: Sort = 'name', size = 3) {
  const find = search.finder(filter, by)
  return [...search.slices(size)].flatMap(([from, to]) => [...find(from, to)])
}

test('SQL over the library and the matcher in the window find the same images', async () => {
  await using catalog = await open()
  fc.assert(
    fc.property(
      fc.array(filterables, { minLength: 1, maxLength: 12 }),
      fc.array(filters, { minLength: 1, maxLength: 6 }),
      (images, asked) => {
        fill(catalog.db, images)
        for (const filter of asked) {
          const matches = matcherOf(filter)
          const expected = images.flatMap((image, index) => (matches(image) ? [index + 1] : []))
          const ids = found(catalog.search, filter).map((row) => row.image_id)
          expect(ids.toSorted((a, b) => a - b)).toEqual(expected)
        }
        const count = catalog.search.counter(asked)
        const sums = asked.map(() => 0)
        for (const [from, to] of catalog.search.slices(5))
          for (const [at, n] of count(from, to).entries()) sums[at] = (sums[at] ?? 0) + n
        expect(sums).toEqual(asked.map((filter) => images.filter(matcherOf(filter)).length))
      },
    ),
    { numRuns: 400 },
  )
})

test('slices hold every image once, in the order of actors and file names, and doubt is the same in SQL', async () => {
  await using catalog = await open()
  fc.assert(
    fc.property(fc.array(filterables, { maxLength: 12 }), fc.integer({ min: 1, max: 14 }), (images, size) => {
      fill(catalog.db, images)
      const rows = found(catalog.search, EVERYTHING, 'doubt', size)
      expect(rows.map((row) => row.image_id).toSorted((a, b) => a - b)).toEqual(images.map((_, index) => index + 1))
      const actors = found(catalog.search, EVERYTHING, 'name', size).map((row) => String(row.rank))
      expect(actors).toEqual(actors.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
      for (const { image_id, rank } of rows) {
        const image = images[image_id - 1]
        expect(rank).toBe(image && placeOf(image))
      }
    }),
  )
})
