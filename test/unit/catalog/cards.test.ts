import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { issueBits } from '../../../src/main/catalog/image-fields.ts'
import { createCatalog } from '../../../src/main/catalog/catalog.ts'
import { type Database, openDatabase } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import type { Assessment } from '../../../src/main/domain/assessment.ts'
import { countSet } from '../../../src/main/domain/set-counts.ts'
import { renewSummaries } from '../../../src/main/operations/index/renew-summaries.ts'
import { temporaryFolder } from '../../support/library.ts'
import { measuresOf } from '../domain/measures-of.ts'
import { anyImages } from '../domain/plan-images.ts'

const assessed = (given: Partial<Assessment> = {}): Assessment => ({
  evaluator: 'local@1',
  guess: { style: 'photorealistic', confidence: 0.95, unsure: false },
  issues: [],
  verdict: 'keep',
  group: null,
  quality: 0.5,
  ...given,
})
const COPY = { key: 'near_duplicate', verdict: 'reject', detail: 'copy', duplicateOf: 'ann_1.jpg' } as const

async function open() {
  const folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), [CATALOG_SCHEMA])
  const catalog = createCatalog(db)
  catalog.actors.add('ann')
  const add = (n: number, assessment: Assessment | null = null) => {
    const filename = `ann_${n}.jpg`
    catalog.images.put('ann', { filename, bytes: n, mtimeNs: String(n * 1e6) })
    const { id } = catalog.images.byName('ann', filename)!
    if (assessment) catalog.images.setAssessment(id, assessment)
    return id
  }
  const close = async () => {
    db.close()
    await folder[Symbol.asyncDispose]()
  }
  return { db, ...catalog, add, [Symbol.asyncDispose]: close }
}

const rows = (db: Database) => db.prepare('SELECT * FROM cards ORDER BY image_id').all()

test('a card follows the entry, the assessment and the content of its image, and goes with it', async () => {
  await using catalog = await open()
  const { images, measures, summaries, add } = catalog
  const id = add(1)
  const summary = () => summaries.byIds([id])[0]
  expect(summary()).toMatchObject({
    actorId: 'ann',
    filename: 'ann_1.jpg',
    lane: 'unsorted',
    evaluator: null,
    issues: [],
  })
  const first = summary()!.revision
  measures.put('s1', 'local@1', measuresOf(1, { width: 640, height: 480 }))
  images.setSha256(id, 's1')
  images.setAssessment(id, assessed({ issues: [COPY], verdict: 'reject', unmeasured: ['camera_gaze'] }))
  expect(summary()).toMatchObject({
    sha256: 's1',
    width: 640,
    height: 480,
    lane: 'rejected',
    issues: [COPY],
    confidence: 0.95,
  })
  expect(summary()!.revision).toBeGreaterThan(first)
  images.setEntry('ann', {
    filename: 'ann_1.jpg',
    type: 'bw_stylized',
    classified_by: 'human',
    source: 'generated',
    prompt: 'low angle',
    prompt_id: 'bw-01',
    created_at: '2026-01-02T00:00:00Z',
  })
  expect(summary()).toMatchObject({
    lane: 'bw_stylized',
    decidedBy: 'human',
    generated: true,
    verdict: 'keep',
    width: 640,
  })
  expect(
    catalog.db
      .prepare(
        `SELECT prompt_id, issue_bits, unmeasured_bits, duplicate_of, date_ms, text
         FROM cards JOIN prompts ON prompts.id = cards.prompt`,
      )
      .get(),
  ).toEqual({
    prompt_id: 'bw-01',
    issue_bits: issueBits(['near_duplicate']),
    unmeasured_bits: issueBits(['camera_gaze']),
    duplicate_of: 'ann_1.jpg',
    date_ms: Date.parse('2026-01-02T00:00:00Z'),
    text: 'low angle',
  })
  const second = summary()!.revision
  images.setEntry('ann', images.byId(id)!.entry)
  images.setAssessment(id, images.byId(id)!.assessment!)
  expect(summary()!.revision).toBe(second)
  images.put('ann', { filename: 'ann_1.jpg', bytes: 2, mtimeNs: '2' })
  expect(summary()).toMatchObject({ bytes: 2, width: null, evaluator: null, lane: 'bw_stylized' })
  images.markGone('ann', 'ann_1.jpg')
  expect([summary(), summaries.ofActor('ann')]).toEqual([undefined, []])
})

test('a change that is rolled back leaves the card as it was', async () => {
  await using catalog = await open()
  const id = catalog.add(1)
  const before = rows(catalog.db)
  expect(() =>
    catalog.transaction(() => {
      catalog.images.setAssessment(id, assessed())
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(rows(catalog.db)).toEqual(before)
})

test('cards come in natural order, or in the order they are asked for', async () => {
  await using catalog = await open()
  const [ten, nine, eleven] = [catalog.add(10), catalog.add(9), catalog.add(11)]
  expect(catalog.summaries.ofActor('ann').map((summary) => summary.id)).toEqual([nine, ten, eleven])
  expect(catalog.summaries.byIds([eleven!, 4711, nine!]).map((summary) => summary.id)).toEqual([eleven, nine])
})

test('a few images stand for their actor, those that were rejected last', async () => {
  await using catalog = await open()
  const rejected = catalog.add(1, assessed({ issues: [COPY], verdict: 'reject' }))
  const [two, three] = [catalog.add(2), catalog.add(3, assessed())]
  expect(catalog.images.firstOf('ann', 9).map(({ id }) => id)).toEqual([two, three, rejected])
  expect(catalog.images.firstOf('ann', 2)).toHaveLength(2)
  expect(catalog.images.firstOf('bob', 9)).toEqual([])
})

test('the catalog counts a set as the plan does', async () => {
  await fc.assert(
    fc.asyncProperty(anyImages, async (images) => {
      await using catalog = await open()
      for (const { filename, entry, assessment } of images) {
        catalog.images.put('ann', { filename, bytes: 1, mtimeNs: '1' })
        catalog.images.setEntry('ann', entry)
        const { id } = catalog.images.byName('ann', filename)!
        if (assessment) catalog.images.setAssessment(id, assessment)
      }
      const { unanswered, ...counted } = catalog.summaries.summaryOf('ann')
      expect(counted).toEqual(countSet(images))
      expect(unanswered).toBe(0)
    }),
    { numRuns: 25 },
  )
})

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const anyEntry = fc
  .record({
    type: maybe(fc.constantFrom('photorealistic' as const, 'bw_stylized' as const, null)),
    classified_by: maybe(fc.constantFrom('human', 'local@1', 'openai:gpt')),
    verdict: maybe(fc.constantFrom('keep' as const, 'reject' as const)),
    kept_by: maybe(fc.constant('human')),
    source: maybe(fc.constantFrom('generated', 'added')),
    flagged: maybe(fc.boolean()),
    prompt: maybe(fc.constantFrom('a', 'b')),
    crop: maybe(fc.constantFrom({ x: 0, y: 0, width: 0.5, height: 1 }, 'nonsense')),
    sha256: maybe(fc.constantFrom('s1', 's2')),
    width: maybe(fc.constantFrom(7, 8)),
    quality_issues: maybe(fc.constantFrom(['blur'], [])),
    caption: maybe(fc.constantFrom('one', 'two')),
    caption_by: maybe(fc.constant('human')),
  })
  .map((entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)))

test('a card is written for no entry that cannot change it, and for every one that does', async () => {
  await using catalog = await open()
  const { images, summaries } = catalog
  const id = catalog.add(1, assessed({ issues: [COPY, { key: 'borders', verdict: 'review', detail: '' }] }))
  const filename = 'ann_1.jpg'
  const check = (one: object, other: object, told: boolean) => {
    const was = { filename, ...one }
    images.setEntry('ann', was)
    images.setEntry('ann', { filename, ...other }, told ? was : undefined)
    const shown = rows(catalog.db)
    expect(images.byId(id)?.entry).toEqual({ filename, ...other })
    images.renewSummaries([id])
    expect(rows(catalog.db)).toEqual(shown)
  }
  fc.assert(fc.property(anyEntry, anyEntry, fc.boolean(), check), { numRuns: 300 })
  images.setEntry('ann', { filename })
  const before = summaries.revision()
  images.setEntry('ann', { filename, type: 'bw_stylized', classified_by: 'local@1', width: 8, caption: 'a' })
  expect(summaries.revision()).toBe(before)
})

test('a library of an earlier version gets its cards after it is opened, the actor that is looked at first', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const db = openDatabase(file, [{ name: 'catalog', steps: CATALOG_SCHEMA.steps.slice(0, 2) }])
  for (const actor of ['ann', 'bob']) {
    db.prepare('INSERT INTO actors (actor_id) VALUES (?)').run(actor)
    for (let n = 1; n <= 120; n++)
      db.prepare(
        `INSERT INTO images (actor_id, filename, bytes, mtime_ns, entry, gone) VALUES (?, ?, 1, '1', ?, ?)`,
      ).run(actor, `${actor}_${n}.jpg`, '{"filename":"x"}', n === 120 ? 1 : 0)
  }
  db.close()
  const later = openDatabase(file, [CATALOG_SCHEMA])
  const { summaries, images, ...rest } = createCatalog(later)
  expect(summaries.complete()).toBe(false)
  images.renewSummaries(summaries.dueOf('bob'))
  expect([summaries.ofActor('bob').length, summaries.ofActor('ann').length]).toEqual([119, 0])
  await renewSummaries({ summaries, images, ...rest })
  expect([summaries.complete(), summaries.ofActor('ann').length]).toEqual([true, 119])
  later.close()
})
