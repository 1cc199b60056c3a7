import { expect, test, vi } from 'vitest'
import { followLibrary } from '../../../../src/main/operations/follow/follow-library.ts'

const UNCHANGED = { changed: 0, gone: 0, labels: false, sidecars: false, captions: false, scan: null }

/** Creates a follower whose reads wait at gates. */
function setup(actorIds: readonly string[]) {
  const read: string[] = []
  const gates: (() => void)[] = []
  const context = {
    folders: new Map(actorIds.map((actorId) => [actorId, {}])),
    // An actor with a problem is read but not assessed.
    catalog: { actors: { get: () => ({ summary: {}, problem: 'not readable' }) } },
    async actorLock(actorId: string) {
      read.push(actorId)
      await new Promise<void>((open) => gates.push(open))
      return UNCHANGED
    },
  }
  const following = followLibrary(context as never, { actors() {}, library() {}, close() {} }, {} as never)
  const until = (expected: readonly string[]) => vi.waitFor(() => expect(read).toEqual(expected))
  const openAll = () => gates.splice(0).forEach((open) => open())
  return { following, read, until, openAll }
}

test('a folder is read once while it changes, and once more for all that came since', async () => {
  const { following, read, until, openAll } = setup(['ann', 'bo'])
  following.refresh(['ann', 'ann'])
  await until(['ann'])
  for (let batch = 0; batch < 20; batch++) following.refresh(['ann'])
  following.refresh(['ann', 'bo'])
  await until(['ann', 'bo'])
  const refreshed = following.refreshed()
  openAll()
  await until(['ann', 'bo', 'ann'])
  openAll()
  await refreshed
  expect(read).toHaveLength(3)
  // The next change starts over.
  following.refresh(['ann'])
  await until(['ann', 'bo', 'ann', 'ann'])
  openAll()
  await following.refreshed()
})

test('closing waits for what is being read, and reads nothing more', async () => {
  const { following, read, until, openAll } = setup(['ann'])
  following.refresh(['ann'])
  await until(['ann'])
  following.refresh(['ann'])
  const closed = following.close()
  openAll()
  await closed
  expect(read).toEqual(['ann'])
})
