import { setImmediate as breathe } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { findForeignManifests, indexActors } from '../../../../src/main/operations/follow/follow-folder.ts'
import { openedContext } from '../../../support/opened-context.ts'

const IDS = Array.from({ length: 40 }, (_, n) => `a${n}`)
const filesOf = (id: string) => ({
  [`actors/${id}/training_data/${id}_1.jpg`]: 'photo 1',
  [`actors/${id}/training_data/${id}_1.txt`]: 'in a field',
  [`actors/${id}/training_data/manifest.json`]: JSON.stringify({ images: [{ filename: `${id}_1.jpg` }] }),
})

/** Runs the given tasks and records the peak concurrency. */
function counter() {
  let busy = 0
  const counted = {
    most: 0,
    async run<T>(work: () => Promise<T>): Promise<T> {
      counted.most = Math.max(counted.most, ++busy)
      try {
        await breathe()
        return await work()
      } finally {
        busy--
      }
    },
  }
  return counted
}

test('of many actors all folders are looked at together, but few manifests and captions are read at once', async () => {
  const { context } = await openedContext(Object.assign({}, ...IDS.map(filesOf)))
  const [looks, manifests, captions] = [counter(), counter(), counter()]
  const how: boolean[] = []
  const watched: typeof context = {
    ...context,
    scan: (folder, options) => {
      how.push(options?.many === true)
      return looks.run(() => context.scan(folder, options))
    },
    manifestLock: (id, work) => context.manifestLock(id, () => manifests.run(work)),
    captionFiles: { ...context.captionFiles, read: (file) => captions.run(() => context.captionFiles.read(file)) },
  }
  const announcer = { actors: () => {}, library: () => {} } as never
  await indexActors(watched, IDS, { announcer })
  expect(looks.most).toBe(IDS.length)
  expect(manifests.most).toBeLessThanOrEqual(8)
  expect(captions.most).toBeLessThanOrEqual(8)
  expect(how).not.toContain(false)
  expect(IDS.map((id) => context.catalog.actors.get(id)?.problem)).toEqual(IDS.map(() => null))

  // A single actor is indexed immediately.
  await indexActors(watched, ['a1'], { announcer })
  expect(how.at(-1)).toBe(false)
})

test('nobody waits for an actor whose own manifest is being written', async () => {
  const { context } = await openedContext(Object.assign({}, ...IDS.map(filesOf)))
  const announcer = { actors: () => {}, library: () => {} } as never
  await indexActors(context, IDS, { announcer })
  for (const id of ['a1', 'a2', 'a3']) context.catalog.actors.setManifestStamp(id, 'of somebody else')
  const { promise: written, resolve: write } = Promise.withResolvers<void>()
  const writing = context.manifestLock('a2', () => written)
  const found: (readonly string[])[] = []
  const looking = findForeignManifests(context, IDS, (actorIds) => void found.push(actorIds))
  await vi.waitFor(() => expect(found).toEqual([['a1', 'a3']]))
  write()
  await Promise.all([writing, looking])
  expect(found).toEqual([['a1', 'a3'], ['a2']])
})
