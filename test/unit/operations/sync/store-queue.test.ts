import { expect, test } from 'vitest'
import { createStoreQueue } from '../../../../src/main/operations/sync/store-queue.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('an actor of which the store has nothing but images is fetched whole, and is no problem', async () => {
  const { context } = await openedContext(pictures(['photo 1']))
  const queue = createStoreQueue(context as never)
  queue.found(new Map([['zoe', 2]]))
  const first = await queue.next(null)
  expect(first).toEqual({ actorIds: ['zoe'], isNew: true })
  if (first) queue.done(first, { failed: [] })
  const second = await queue.next(null)
  expect(second).toEqual({ actorIds: ['zoe'], isNew: false })
  if (second) queue.done(second, { failed: [] })
  expect([await queue.next(null), queue.problem(), queue.isEmpty()]).toEqual([null, null, true])
})

test('an actor whose upload failed is sent only once a later try has gone through', async () => {
  const { context } = await openedContext(pictures(['photo 1']))
  // Nothing is recorded as synced, so everything must be uploaded.
  const known = { synced: { page: () => [] } } as never
  const queue = createStoreQueue(context as never)
  const failed = [{ file: 'actors/bo/training_data/bo_1.jpg', error: 'Somebody else wrote it.' }]
  const bring = async (outcome: typeof failed) => {
    const turn = await queue.next(known)
    expect(turn?.actorIds).toEqual(['bo'])
    if (turn) queue.done(turn, { failed: outcome })
  }
  queue.touch(['bo'])
  await bring(failed)
  expect(queue.isSent(['bo'])).toBe(false)
  await bring([])
  expect(queue.isSent(['bo'])).toBe(true)
  // Given up until the next check, which retries it.
  queue.touch(['bo'])
  for (let n = 0; n < 3; n++) await bring(failed)
  expect([await queue.next(known), queue.problem()]).toEqual([null, 'Somebody else wrote it.'])
  queue.found(new Map())
  expect(queue.isSent(['bo'])).toBe(false)
  await bring([])
  expect(queue.isSent(['bo'])).toBe(true)
})
