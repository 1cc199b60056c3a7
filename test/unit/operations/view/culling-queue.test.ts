import { expect, test } from 'vitest'
import { cullingQueue } from '../../../../src/main/operations/view/culling-queue.ts'
import { groupsOfActors } from '../../../../src/main/operations/view/duplicate-groups.ts'
import { classify } from '../../../../src/main/operations/edit/classify.ts'
import { splitGroup } from '../../../../src/main/operations/edit/split-group.ts'
import { editingContext } from '../../../support/editing-context.ts'
import { pictures } from '../../../support/opened-context.ts'

const setup = () =>
  editingContext({
    ...pictures(['photo 1', 'doubtful 2', 'bw 3', 'photo 1']),
    'actors/ann/training_data/ann_1.jpg': 'doubtful 7',
  })

test('the queue of doubt holds what is left to settle of these actors alone, each once', async () => {
  const { context, editing, idOf } = await setup()
  const left = { actorIds: ['bo'], left: true } as const
  const before = await cullingQueue(context, left)
  expect(before.imageIds).toContain(idOf('bo_2.jpg'))
  expect(before.imageIds).not.toContain(idOf('ann_1.jpg', 'ann'))
  await classify(editing, [idOf('bo_2.jpg')], 'color_stylized')
  expect((await cullingQueue(context, left)).imageIds).not.toContain(idOf('bo_2.jpg'))
  const all = await cullingQueue(context, { actorIds: ['bo', 'ann'] })
  expect(new Set(all.imageIds).size).toBe(5)
  const chosen = await cullingQueue(context, { imageIds: [idOf('bo_3.jpg'), idOf('bo_3.jpg'), '999'] })
  expect(chosen.imageIds).toEqual([idOf('bo_3.jpg')])
})

test('copies are one group, the better first; what a person rejected is in none', async () => {
  const { context, editing, idOf } = await setup()
  const [group, ...others] = await groupsOfActors(context, ['bo', 'ann'])
  expect(others).toEqual([])
  expect(group).toMatchObject({ actorId: 'bo', keptIds: [], settled: false })
  expect(new Set(group?.imageIds)).toEqual(new Set([idOf('bo_1.jpg'), idOf('bo_4.jpg')]))
  await classify(editing, [idOf('bo_4.jpg')], 'rejected')
  expect(await groupsOfActors(context, ['bo'])).toEqual([])
})

test('a group that a person split is two groups to look at, too', async () => {
  const set = await editingContext(pictures(['alike 1', 'alike 2', 'alike 3', 'alike 4']))
  const { context, editing } = set
  const ids = [1, 2, 3, 4].map((n) => set.idOf(`bo_${n}.jpg`))
  const groups = () => new Set(context.catalog.reviews.byIds(ids.map(Number)).map(({ group }) => group))
  expect(groups().size).toBe(1)
  await splitGroup(context, editing, ids)
  expect(groups().size).toBe(2)
  expect((await cullingQueue(context, { imageIds: ids })).imageIds.toSorted()).toEqual(ids.toSorted())
})
