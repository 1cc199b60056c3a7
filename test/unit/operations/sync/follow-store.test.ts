import { expect, test } from 'vitest'
import { createActivity } from '../../../../src/main/operations/context/activity.ts'
import { followStore } from '../../../../src/main/operations/sync/follow-store.ts'
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
