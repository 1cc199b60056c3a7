import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createCatalog } from '../../../../src/main/catalog/catalog.ts'
import { openDatabase } from '../../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../../src/main/catalog/schema.ts'
import { Settings } from '../../../../src/main/contract/settings.ts'
import { createBatchLifecycle } from '../../../../src/main/operations/batch/batch-lifecycle.ts'
import { createBatchStates } from '../../../../src/main/operations/context/batch-states.ts'
import { temporaryFolder } from '../../../support/library.ts'

const offer = {
  model: 'm',
  detailLevel: 'sheet',
  server: '',
  evaluator: 'e',
  actorIds: ['ann'],
  images: 2,
  known: 0,
  waiting: 0,
  requests: 2,
  usd: 2,
  atMostUsd: 2,
  batchUsd: 1,
} as const

/** A service that holds files by name and says what became of each: nothing yet, its end, or a problem at its end. */
async function prepare(files: readonly string[], maxCostUsd: number | null = null) {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const db = cleanup.adopt(openDatabase(join(folder.path, 'catalog.db'), [CATALOG_SCHEMA]), (it) => void it.close())
  const catalog = createCatalog(db)
  const service = {
    server: '',
    sent: [] as string[],
    cancelled: [] as string[],
    ended: new Map<string, string | null>(),
  }
  interface Part {
    readonly name: string
    readonly ended: boolean
  }
  const stateOf = ({ id }: { readonly id: number }) => catalog.visionRequests.parts(id) as Part[]
  const save = ({ id }: { readonly id: number }, _: unknown, parts: readonly Part[]) => {
    for (const [n, part] of parts.entries()) catalog.visionRequests.putPart(id, n, part)
  }
  const context = {
    catalog,
    batchStates: createBatchStates(catalog),
    emit() {},
    log: pino({ level: 'silent' }),
    now: () => new Date('2026-12-01T00:00:00Z'),
    settings: () => Settings.parse({ maxCostUsd }),
  } as unknown as Parameters<typeof createBatchLifecycle<Part[]>>[0]
  const batches = createBatchLifecycle<Part[]>(context, {
    kind: 'batch',
    clientOf: () => ({
      server: service.server,
      nameOf: (server) => (server === '' ? 'OpenAI itself' : server),
      async cancel(parts) {
        service.cancelled.push(...parts.filter(({ ended }) => !ended).map(({ name }) => name))
        return parts.map((part) => ({ ...part, ended: true }))
      },
    }),
    stateOf,
    save,
    async submit(_, before, { signal, onState }) {
      let parts = before
      for (const name of files.slice(before.length)) {
        signal?.throwIfAborted()
        service.sent.push(name)
        parts = [...parts, { name, ended: false }]
        onState(parts)
      }
    },
    async collect(request, before) {
      const now = before.map((part) => ({ ...part, ended: service.ended.has(part.name) }))
      save(request, before, now)
      const fresh = now.filter(({ ended }, i) => ended && before[i]?.ended === false)
      return {
        isDone: now.every(({ ended }) => ended),
        problems: fresh.flatMap(({ name }) => service.ended.get(name) ?? []),
      }
    },
  })
  const row = () => catalog.visionRequests.latest(1)[0]
  const handIn = (signal?: AbortSignal) => batches.handIn(async () => ({ offer }), signal)
  return { service, batches, handIn, row, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
}

test('what went wrong with one file is still said when the last one is done', async () => {
  await using set = await prepare(['a', 'b'])
  await set.handIn()
  set.service.ended.set('a', 'A expired.')
  await set.batches.advance()
  expect(set.row()).toMatchObject({ state: 'waiting', note: 'A expired.' })
  set.service.ended.set('b', null)
  await set.batches.advance()
  expect(set.row()).toMatchObject({ state: 'done', note: 'A expired.', endedAt: '2026-12-01T00:00:00.000Z' })
  expect(set.service.sent).toEqual(['a', 'b'])
})

test('a batch of another server waits for its address, and says so no longer than that', async () => {
  await using set = await prepare(['a'])
  await set.handIn()
  set.service.ended.set('a', null)
  set.service.server = 'http://elsewhere'
  await set.batches.advance()
  expect(set.row()).toMatchObject({ state: 'waiting', note: expect.stringContaining('submitted to OpenAI itself') })
  set.service.server = ''
  await set.batches.advance()
  expect(set.row()).toMatchObject({ state: 'done', note: null })
})

test('what was cut short is sent once, or cancelled when nobody wants it', async () => {
  await using set = await prepare(['a', 'b'])
  const leaving = new AbortController()
  leaving.abort()
  await expect(set.handIn(leaving.signal)).rejects.toThrow()
  expect(set.row()).toMatchObject({ state: 'sending' })
  await set.batches.advance()
  await set.batches.advance()
  expect(set.row()).toMatchObject({ state: 'waiting' })
  expect(set.service.sent).toEqual(['a', 'b'])
  await set.batches.cancelSending()
  expect(set.row()).toMatchObject({ state: 'waiting' })
  set.service.ended.set('a', null).set('b', null)
  await set.batches.cancel(1)
  expect(set.row()).toMatchObject({ state: 'cancelled' })
  expect(set.service.cancelled).toEqual(['a', 'b'])
})

test('nothing is written down or sent above the limit', async () => {
  await using set = await prepare(['a'], 0.5)
  await expect(set.handIn()).rejects.toThrow('more than the limit of $0.50')
  expect([set.row(), set.service.sent]).toEqual([undefined, []])
})
