import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deletionStep } from '../../../../src/main/domain/plan-steps.ts'
import { classify, flag } from '../../../../src/main/operations/edit/classify.ts'
import { keepDuplicates } from '../../../../src/main/operations/edit/keep-duplicates.ts'
import { keepImages } from '../../../../src/main/operations/edit/promises.ts'
import { setPlanStep } from '../../../../src/main/operations/edit/set-plan-step.ts'
import { knownImages } from '../../../../src/main/operations/index/known-images.ts'
import { planActor } from '../../../../src/main/operations/plan/plan-actor.ts'
import { editingContext } from '../../../support/editing-context.ts'
import { pictures } from '../../../support/opened-context.ts'

const SET = pictures(['photo 1', 'doubtful 2', 'bw 3', 'photo 1'])

async function setup(settings: object = {}) {
  const opened = await editingContext(SET, { settings })
  const { context, root } = opened
  return {
    ...opened,
    image: (filename: string) => knownImages(context, 'bo').find((each) => each.filename === filename),
    manifest: async (): Promise<{ images: { filename: string }[] }> =>
      JSON.parse(await readFile(join(root, 'actors/bo/training_data/manifest.json'), 'utf8')),
  }
}

test('a human’s word is in the manifest when it is answered, holds against the evaluator, and is undone whole', async () => {
  const { editing, history, idOf, image, manifest } = await setup()
  const before = image('bo_2.jpg')
  const { undo } = await classify(editing, [idOf('bo_2.jpg'), idOf('bo_3.jpg')], 'color_stylized')
  expect(undo?.name).toBe('Moved 2 images to Colour')
  expect(image('bo_2.jpg')).toMatchObject({ style: 'color_stylized', decidedBy: 'human', unsure: false })
  expect((await manifest()).images).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ filename: 'bo_2.jpg', type: 'color_stylized', classified_by: 'human' }),
    ]),
  )
  await history.undo()
  expect(image('bo_2.jpg')).toMatchObject({ style: before?.style, decidedBy: 'evaluator', unsure: before?.unsure })
})

test('an image that is gone is named, and nothing of the edit is done', async () => {
  const { editing, idOf, image, history } = await setup()
  await expect(classify(editing, [idOf('bo_1.jpg'), '999'], 'rejected')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(image('bo_1.jpg')?.decidedBy).toBe('evaluator')
  expect(history.view().undo).toBeNull()
})

test('keeping is a promise beside the style; rejecting ends it; a flag decides nothing', async () => {
  const { context, editing, idOf, image } = await setup()
  await keepImages(context, editing, [idOf('bo_1.jpg')], true)
  expect(image('bo_1.jpg')).toMatchObject({ kept: true, decidedBy: 'evaluator' })
  await classify(editing, [idOf('bo_1.jpg')], 'rejected')
  expect(image('bo_1.jpg')).toMatchObject({ kept: false, verdict: 'reject' })
  await flag(editing, [idOf('bo_2.jpg')], true)
  expect(image('bo_2.jpg')).toMatchObject({ decidedBy: 'evaluator', entry: { flagged: true } })
})

test('of duplicates the kept one is decided and the other rejected; what a human kept before is not', async () => {
  const { context, editing, idOf, image } = await setup()
  await classify(editing, [idOf('bo_4.jpg')], 'photorealistic')
  const group = { keepIds: [idOf('bo_1.jpg')], rejectIds: [idOf('bo_4.jpg')] }
  await keepDuplicates(context, editing, [group])
  expect(image('bo_4.jpg')).toMatchObject({ verdict: 'keep', decidedBy: 'human' })
  await expect(keepDuplicates(context, editing, [group])).rejects.toThrow('Nothing to change')
  await keepDuplicates(context, editing, [{ keepIds: [idOf('bo_1.jpg'), idOf('bo_4.jpg')], rejectIds: [] }])
  expect([image('bo_1.jpg')?.kept, image('bo_4.jpg')?.kept]).toEqual([true, true])
})

test('a spared deletion stays spared in the next plan, and the plan it was spared in is still the one to carry out', async () => {
  const { context, editing, idOf, image } = await setup()
  await classify(editing, [idOf('bo_3.jpg')], 'rejected')
  const plan = await planActor(context, 'bo')
  const step = plan.deletions.find(({ filename }) => filename === 'bo_3.jpg')
  expect(step).toBeDefined()
  const view = await setPlanStep(context, editing, { actorId: 'bo', stepId: deletionStep('bo_3.jpg'), skipped: true })
  expect(view).toMatchObject({ stale: false })
  expect(image('bo_3.jpg')?.kept).toBe(true)
  const next = await planActor(context, 'bo', { fresh: true })
  expect(next.deletions.map(({ filename }) => filename)).not.toContain('bo_3.jpg')
})
