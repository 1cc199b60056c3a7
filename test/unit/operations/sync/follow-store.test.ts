import { expect, onTestFinished, test } from 'vitest'
import { createActivity } from '../../../../src/main/operations/context/activity.ts'
import { followStore } from '../../../../src/main/operations/sync/follow-store.ts'
import { localEntries } from '../../../../src/main/operations/sync/store-local.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('who waits for the store when the library is closed is answered, and who asks after that as well', async () => {
  const { context } = await openedContext(pictures(['photo 1']))
  /** Its listing never ends by itself. */
  const store = {
    // oxlint-disable-next-line require-yield
    async *list(signal: AbortSignal) {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
  }
  const follower = followStore({
    context: Object.create(context, { store: { value: () => store } }) as never,
    syncing: {} as never,
    records: () => ({ synced: { page: () => [] } }) as never,
    activity: createActivity(),
    announcer: { actors() {}, library() {}, close() {} },
    tasks: {} as never,
    indexed: Promise.resolve(),
  })
  const waiting = follower.here(['bo'])
  await Promise.all([expect(waiting).rejects.toThrow('The library was closed.'), follower.close()])
  const late = [follower.here(['bo']), follower.sent(['bo']), follower.inStep(new AbortController().signal)]
  await Promise.all(late.map((each) => expect(each).rejects.toThrow('The library was closed.')))
})

test('what was changed of an actor whose images do not come is sent all the same', async () => {
  const { context } = await openedContext(pictures(['photo 1']))
  const records = new Map<string, object>()
  const there = { key: 'actors/bo/training_data/bo_9.jpg', bytes: 1, etag: 'e', modifiedAt: '' }
  let isSending = false
  const follower = followStore({
    context: Object.create(context, {
      store: {
        value: () => ({
          async *list() {
            yield there
          },
        }),
      },
    }) as never,
    syncing: {
      async sync() {
        if (isSending)
          for (const { key, stamp } of await localEntries(context as never)) records.set(key, { stamp, etag: 'e' })
        return { conflicts: [], failed: [{ file: there.key, error: 'It was damaged in transfer.' }] }
      },
    } as never,
    records: () =>
      ({
        synced: {
          page: (after: string) => [...records].filter(([key]) => key > after).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        },
      }) as never,
    activity: createActivity(),
    announcer: { actors() {}, library() {}, close() {} },
    tasks: { launch() {} } as never,
    indexed: Promise.resolve(),
  })
  onTestFinished(() => follower.close())
  await expect(follower.here(['bo'])).rejects.toThrow('It was damaged in transfer.')
  await expect(follower.sent(['bo'])).rejects.toThrow('It was damaged in transfer.')
  isSending = true
  await follower.sent(['bo'])
  expect(await follower.unsent()).toEqual([])
})
