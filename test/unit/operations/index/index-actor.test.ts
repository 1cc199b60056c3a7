import { writeFile } from 'node:fs/promises'
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
