import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareSnapshots } from '../../../../src/main/operations/snapshot/compare-snapshots.ts'
import { automaticSnapshot, makeSnapshot } from '../../../../src/main/operations/snapshot/make-snapshot.ts'
import { indexActor } from '../../../../src/main/operations/index/index-actor.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

async function setup(settings: object = {}) {
  const opened = await openedContext(pictures(['photo 1', 'photo 2']), { settings })
  await indexActor(opened.context, 'bo')
  return { ...opened, images: join(opened.root, 'actors/bo/training_data') }
}
const named = (name: string) => ({ name, actorIds: ['bo'], automatic: false })

test('a second snapshot of the same images costs no bytes, and a name is given once', async () => {
  const { context } = await setup()
  const first = await makeSnapshot(context, named('before'))
  expect(first).toMatchObject({ name: 'before', images: 2, automatic: false })
  expect(first.new_bytes).toBeGreaterThan(0)
  expect(await makeSnapshot(context, named('after'))).toMatchObject({ images: 2, new_bytes: 0 })
  await expect(makeSnapshot(context, named('before'))).rejects.toThrow('There is a snapshot called “before” already.')
})

test('what came, went and changed since is named; what stayed is left out', async () => {
  const { context, images } = await setup()
  const before = await makeSnapshot(context, named('before'))
  expect(await compareSnapshots(context, before, null)).toEqual([])
  await rm(join(images, 'bo_1.jpg'))
  await writeFile(join(images, 'bo_2.jpg'), 'photo 22')
  await writeFile(join(images, 'bo_3.txt'), 'a caption')
  await indexActor(context, 'bo')
  const [changes, ...others] = await compareSnapshots(context, before, null)
  expect(others).toEqual([])
  expect(changes?.actorId).toBe('bo')
  expect([...changes!.earlier.files.keys()]).toContain('bo_1.jpg')
  expect([...changes!.later.files.keys()]).not.toContain('bo_1.jpg')
  const after = await makeSnapshot(context, named('after'))
  expect(await compareSnapshots(context, before, after)).toHaveLength(1)
  expect(await compareSnapshots(context, before, after, { actorIds: ['ann'] })).toEqual([])
  context.folders.delete('bo')
  const [gone] = await compareSnapshots(context, after, null)
  expect(gone?.later.files.size).toBe(0)
})

test('automatic ones are as many as the settings keep; none where those say so', async () => {
  const { context, set } = await setup({ automaticSnapshots: 2 })
  for (const name of ['one', 'two', 'three']) await automaticSnapshot(context, name, ['bo'])
  expect((await context.snapshots.list()).map(({ name }) => name)).toEqual(expect.arrayContaining(['three', 'two']))
  expect(await context.snapshots.list()).toHaveLength(2)
  set({ automaticSnapshots: 0 })
  await automaticSnapshot(context, 'four', ['bo'])
  expect(await context.snapshots.list()).toHaveLength(2)
})

test('one that cannot be made stops nobody, and says why', async () => {
  const { context, events } = await setup()
  await automaticSnapshot(context, 'lost', ['nobody'])
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'notice', message: expect.stringMatching(/^No snapshot was made first: /) }),
  )
})
