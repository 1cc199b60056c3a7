import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indexActor } from '../../../../src/main/operations/index/index-actor.ts'
import { reserveIndices, reserveName } from '../../../../src/main/operations/index/reserve-name.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('calls side by side get names of their own, above everything that was ever there', async () => {
  const { context, root } = await openedContext(pictures(['photo 1', 'photo 2']))
  await writeFile(join(root, 'actors/bo/training_data/bo_7.txt'), 'a caption without an image')
  await indexActor(context, 'bo')
  const names = await Promise.all([
    reserveName(context, 'bo'),
    reserveName(context, 'bo', 'png'),
    reserveName(context, 'bo'),
  ])
  expect(names.toSorted()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^bo_8\./),
      expect.stringMatching(/^bo_9\./),
      expect.stringMatching(/^bo_10\./),
    ]),
  )
  expect(new Set(names.map((name) => name.split('.')[0])).size).toBe(3)
  expect(await reserveIndices(context, 'bo', 5)).toBe(11)
  expect(await reserveIndices(context, 'bo', 1)).toBe(16)
})

test('a manifest that names a file that is gone keeps its index taken', async () => {
  const { context } = await openedContext({
    ...pictures(['photo 1']),
    'actors/bo/training_data/manifest.json': JSON.stringify({ images: [{ filename: 'bo_40.jpg' }] }),
  })
  expect(await reserveName(context, 'bo')).toBe('bo_41.jpg')
})
