import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createVanishing } from '../../../../src/main/operations/sync/vanishing.ts'
import type { SyncRecord } from '../../../../src/main/storage/sync-plan.ts'
import type { StoreObject } from '../../../../src/main/storage/store.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

const KEYS = ['bo_1.jpg', 'bo_2.jpg', 'manifest.json'].map((name) => `actors/bo/training_data/${name}`)
const record: SyncRecord = { stamp: '', sha256: '', bytes: 3, etag: 'e', modifiedAt: '', ours: true }

async function setup() {
  const { context } = await openedContext(pictures(['photo 1', 'photo 2']))
  let nowMs = 0
  const vanishing = createVanishing(Object.create(context, { now: { value: () => new Date(nowMs) } }) as never)
  const entries = KEYS.map((key) => [key, record] as const)
  const synced = {
    page: (after: string, size: number) => entries.filter(([key]) => key > after).slice(0, size),
  }
  const look = async (left: readonly string[], etag = 'e') => {
    const listed = new Map<string, StoreObject>(
      left.map((key) => [key, { key, bytes: 3, etag: key.endsWith('.json') ? etag : 'e', modifiedAt: '' }]),
    )
    return [...(await vanishing({ known: { synced } as never, listed }))]
  }
  return { context, look, pass: (ms: number) => (nowMs += ms) }
}

test('what somebody takes out of the store is not put back while it is going, and is once nothing more goes', async () => {
  const [first = '', second = '', manifest = ''] = KEYS
  const { look, pass } = await setup()
  expect(await look(KEYS)).toEqual([])
  expect(await look([second, manifest])).toEqual([first])
  pass(9000)
  // An edit in between does not count as a check.
  expect(await look([second, manifest])).toEqual([first])
  expect(await look([manifest])).toEqual([first, second])
  pass(9000)
  expect(await look([manifest])).toEqual([first, second])
  pass(2000)
  expect(await look([manifest])).toEqual([])
  // The manifest disappears too, before its images.
  expect(await look([first])).toEqual([second, manifest])
})

test('a manifest that somebody wrote decides at once', async () => {
  const [first = '', , manifest = ''] = KEYS
  const { look } = await setup()
  expect(await look([first, manifest], 'another')).toEqual([])
})

test('a manifest that was changed here is sent while the rest is held', async () => {
  const [first = '', second = '', manifest = ''] = KEYS
  const { context, look } = await setup()
  expect(await look([first])).toEqual([second, manifest])
  await writeFile(context.folders.get('bo')?.manifestFile ?? '', '{"images":[]}')
  expect(await look([first])).toEqual([second])
})
