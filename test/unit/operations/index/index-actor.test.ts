import { mkdir, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { knownImages } from '../../../../src/main/operations/index/known-images.ts'
import { indexActor } from '../../../../src/main/operations/index/index-actor.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('whoever dies before it has read what the manifest says of a new image reads it the next time', async () => {
  const listed = ['bo_1.jpg', 'bo_2.jpg'].map((filename) => ({ filename, type: 'bw_stylized' }))
  const { context, root } = await openedContext({
    ...pictures(['photo 1']),
    'actors/bo/training_data/manifest.json': JSON.stringify({ version: 1, actor_id: 'bo', images: listed }),
  })
  await indexActor(context, 'bo')
  await writeFile(`${root}/actors/bo/training_data/bo_2.jpg`, 'photo 2')
  const dying = { ...context, manifestLock: () => Promise.reject(new Error('killed')) }
  await expect(indexActor(dying, 'bo')).rejects.toThrow('killed')

  expect(await indexActor(context, 'bo')).toMatchObject({ changed: 0, labels: true })
  expect(knownImages(context, 'bo').map(({ entry }) => entry)).toEqual(
    listed.map((entry) => expect.objectContaining(entry)),
  )
})

test('what an edit tells of a file while the folder is looked at counts', async () => {
  const { context, root } = await openedContext(pictures(['photo 1', 'photo 2']))
  await indexActor(context, 'bo')
  const dir = `${root}/actors/bo/training_data`
  const late: typeof context = {
    ...context,
    // One image is added and one removed after the folder was listed.
    scan: async (folder) => {
      const seen = await context.scan(folder)
      context.catalog.images.put('bo', { filename: 'bo_9.jpg', bytes: 7, mtimeNs: '9' })
      context.catalog.images.markGone('bo', 'bo_1.jpg')
      return seen
    },
  }
  expect(await indexActor(late, 'bo')).toMatchObject({ changed: 0, gone: 0 })
  expect(context.catalog.images.stampsOf('bo').map(({ filename }) => filename)).toEqual(['bo_2.jpg', 'bo_9.jpg'])

  await rm(`${dir}/bo_1.jpg`)
  expect(await indexActor(context, 'bo')).toMatchObject({ changed: 0, gone: 1 })
})

test('what an edit tells of a file while others are written down counts, be the file as it was before', async () => {
  const { context, root } = await openedContext(pictures(Array.from({ length: 120 }, (_, n) => `photo ${n}`)))
  await indexActor(context, 'bo')
  const { images } = context.catalog
  const [back, lost] = images.stampsOf('bo').slice(-2)
  images.setSidecars('bo', back!.filename, ['bo.txt'])
  await rm(`${root}/actors/bo/training_data`, { recursive: true })
  await mkdir(`${root}/actors/bo/training_data`)
  let turns = 0
  const late: typeof context = {
    ...context,
    catalog: {
      ...context.catalog,
      transaction: (work) => {
        if (turns++ === 0) images.put('bo', back!)
        return context.catalog.transaction(work)
      },
    },
  }
  await indexActor(late, 'bo')
  expect(turns).toBeGreaterThan(0)
  expect(images.stampsOf('bo')).toEqual([back])
  expect(images.byName('bo', back!.filename)?.sidecars).toEqual(['bo.txt'])
  // When that pass is over, the next one sees the current files.
  expect(await indexActor(context, 'bo')).toMatchObject({ gone: 1 })
  expect(images.byName('bo', lost!.filename)).toBeNull()
})
