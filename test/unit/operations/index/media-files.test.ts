import { expect, test } from 'vitest'
import { indexActor } from '../../../../src/main/operations/index/index-actor.ts'
import {
  archivedFiles,
  baseImageFile,
  imageFile,
  keptFile,
  trashedFile,
} from '../../../../src/main/operations/index/media-files.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

const library = () =>
  openedContext({
    ...pictures(['photo 1', 'photo 2']),
    'actors/bo/training_data/bo_1.txt': 'a caption',
    'actors/ann/training_data/ann_1.jpg': 'photo 5',
  })

test('an id leads to its file, and to nothing once the file is gone or the id is none', async () => {
  const { context, root, idOf } = await library()
  await indexActor(context, 'bo')
  expect(imageFile(context, idOf('bo_1.jpg'))).toMatchObject({
    file: `${root}/actors/bo/training_data/bo_1.jpg`,
    crop: null,
  })
  for (const id of ['999', '1e3', '-1', '../1', '']) expect(imageFile(context, id)).toBeNull()
  context.folders.delete('bo')
  expect(imageFile(context, idOf('bo_1.jpg'))).toBeNull()
  expect(baseImageFile(context, 'bo')).toBeNull()
})

test('an archive holds images with what belongs to them, in a folder for each actor where there are several', async () => {
  const { context, idOf } = await library()
  await indexActor(context, 'bo')
  await indexActor(context, 'ann')
  const names = (ids: readonly string[]) => archivedFiles(context, ids).map(({ name }) => name)
  expect(names([idOf('bo_1.jpg'), idOf('bo_1.jpg'), 'x'])).toEqual(['bo_1.jpg', 'bo_1.txt'])
  expect(names([idOf('bo_2.jpg'), idOf('ann_1.jpg', 'ann')])).toEqual(['bo/bo_2.jpg', 'ann/ann_1.jpg'])
})

test('a row of a stranger’s catalogue that names no image leads nowhere', async () => {
  const { context, db, idOf } = await library()
  await indexActor(context, 'bo')
  const id = idOf('bo_1.jpg')
  db.prepare('UPDATE images SET filename = ? WHERE id = ?').run('../../../etc/passwd.jpg', Number(id))
  expect(imageFile(context, id)).toBeNull()
  expect(archivedFiles(context, [id])).toEqual([])
  expect(await trashedFile(context, '../..')).toBeNull()
  expect(keptFile(context, '../../x')).toBeNull()
})
