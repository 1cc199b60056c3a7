import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { knownImages } from '../../../../src/main/operations/index/known-images.ts'
import { planActor } from '../../../../src/main/operations/plan/plan-actor.ts'
import { generatorDiffers, setDiffers } from '../../../../src/main/operations/plan/plan-differs.ts'
import { createActivity } from '../../../../src/main/operations/context/activity.ts'
import { viewPlans } from '../../../../src/main/operations/plan/view-plan.ts'
import { memoryGenerator, openedContext, pictures } from '../../../support/opened-context.ts'

const SET = pictures(['photo 1', 'photo 2', 'bw 3', 'colour 4', 'nonsense'])

test('a plan counts what there is, removes what is damaged and fills the gap at the price of the generator', async () => {
  const { context } = await openedContext(SET, {
    settings: { total: 6, shares: { photorealistic: 4, bw_stylized: 1, color_stylized: 1 } },
  })
  const plan = await planActor(context, 'bo')
  expect(plan.current).toMatchObject({ photorealistic: 2, bw_stylized: 1, color_stylized: 1, images: 5 })
  expect(plan.deletions).toMatchObject([{ filename: 'bo_5.jpg', reason: 'unreadable' }])
  expect(plan.generations.map(({ type }) => type)).toEqual(['photorealistic', 'photorealistic'])
  expect(plan).toMatchObject({ generator: 'memory', model: 'model-1', estimated_cost_usd: 0.08 })
})

test('the plan on disk is kept while it fits, with a choice that a person made in it', async () => {
  const { context, root } = await openedContext(SET)
  const plan = await planActor(context, 'bo')
  expect(await planActor(context, 'bo')).toEqual(plan)
  await writeFile(join(root, 'actors/bo/training_data/bo_6.jpg'), 'photo 6')
  const next = await planActor(context, 'bo')
  expect(next.fingerprint).not.toBe(plan.fingerprint)
  expect(next.generations).toHaveLength(plan.generations.length - 1)
})

test('what differs since is named: the files, the target, the generator or its price', async () => {
  const { context, set, root } = await openedContext(SET)
  const plan = await planActor(context, 'bo')
  const images = () => knownImages(context, 'bo')
  expect(setDiffers(context, plan, images())).toBeNull()
  expect(generatorDiffers(plan, memoryGenerator())).toBeNull()
  expect(generatorDiffers(plan, memoryGenerator(0.05))).toBe(
    'it was made for memory (model-1, $0.04 an image), and this would be memory (model-1, $0.05 an image)',
  )
  expect(generatorDiffers(plan, memoryGenerator(0.04, 'model-2'))).toContain('memory (model-2')
  const dearer = { ...plan, price_usd: { ...plan.price_usd, bw_stylized: 0.09 } }
  expect(generatorDiffers(dearer, memoryGenerator())).toMatch(/\$0\.09 an image\), and this .*\$0\.04 an image/)
  expect(setDiffers(context, plan, images().slice(1))).toBe('its files or labels changed since')
  set({ total: 10 })
  expect(setDiffers(context, plan, images())).toBe('its target was 13/4/3 then and is 7/2/1 now')
  const [view] = await viewPlans(context, createActivity(), ['bo'])
  expect(view).toMatchObject({
    stale: true,
    differs: 'Its target was 13/4/3 then and is 7/2/1 now. Plan again.',
  })
  await writeFile(join(root, 'action_plans/bo_action_plan.json'), '{')
  expect(await viewPlans(context, createActivity(), ['bo'])).toEqual([])
  await planActor(context, 'bo', { fresh: true })
  expect(JSON.parse(await readFile(join(root, 'action_plans/bo_action_plan.json'), 'utf8'))).toMatchObject({
    actor_id: 'bo',
  })
})

test('a folder that was read since planning was asked for is not read again', async () => {
  const { context, root } = await openedContext(SET)
  await planActor(context, 'bo')
  await writeFile(join(root, 'actors/bo/training_data/bo_6.jpg'), 'photo 6')
  expect((await planActor(context, 'bo', { justRead: true })).current.images).toBe(5)
  expect((await planActor(context, 'bo')).current.images).toBe(6)
})
