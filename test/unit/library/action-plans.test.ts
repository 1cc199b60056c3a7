import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createActionPlans } from '../../../src/main/library/action-plans.ts'
import { plansOf, plansOnDisk } from '../../../src/main/operations/plan/plans-of.ts'
import { tempLibrary } from './temp-library.ts'

const PLAN = {
  version: 1,
  actor_id: 'bo',
  created_at: '2026-11-22T10:00:00.000Z',
  fingerprint: 'f',
  target: { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
  current: { photorealistic: 15, bw_stylized: 1, color_stylized: 0 },
  deletions: [{ filename: 'bo_1.jpg', reason: 'blur' }],
  generations: [{ type: 'bw_stylized', prompt_id: 'bw-04', prompt: '…', aspect_ratio: '3:2', title: 'kept' }],
}

async function setup(plan: unknown) {
  const { root } = await tempLibrary()
  await mkdir(join(root, 'action_plans'))
  await writeFile(join(root, 'action_plans/bo_action_plan.json'), JSON.stringify(plan))
  return { root, plans: createActionPlans(root) }
}

test('a plan without its optional parts is filled in, unknown keys are kept, and it is written back', async () => {
  const { plans } = await setup(PLAN)
  const { plan, edited } = (await plans.read('bo'))!
  expect(edited).toBe(true)
  expect(plan).toMatchObject({
    current: { unclassified: 0 },
    deletions: [{ type: null, detail: '' }],
    generations: [{ title: 'kept' }],
    shortfalls: [],
    estimated_cost_usd: 0,
  })
  await plans.write(plan)
  expect(await plans.read('bo')).toEqual({ plan, edited: false })
  expect(await plans.list()).toEqual(['bo'])
  await plans.delete('bo')
  expect(await plans.read('bo')).toBeNull()
})

test('a plan with another meaning is refused, naming file and field', async () => {
  const { plans } = await setup({ ...PLAN, deletions: [{ filename: 'bo_1.jpg', reason: 'ugly' }] })
  await expect(plans.read('bo')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(/bo_action_plan\.json.*deletions\.0\.reason/),
  })
})

test('a plan in the place of another actor’s is refused, naming both', async () => {
  const { plans } = await setup({ ...PLAN, actor_id: 'al' })
  await expect(plans.read('bo')).rejects.toThrow(/bo_action_plan\.json is a plan of "al"/)
})

test('a plan from before a folder was renamed in case alone is none', async () => {
  const { plans } = await setup({ ...PLAN, actor_id: 'Bo' })
  expect(await plans.read('bo')).toBeNull()
})

test('an actor whose name is too long for a file of its own has no plan, and that stops nothing', async () => {
  const { plans } = await setup(PLAN)
  const long = 'あ'.repeat(80)
  expect(await plans.read(long)).toBeNull()
  await plans.delete(long)
})

test('of a list of plans, one that is no plan is left out', async () => {
  const { root, plans } = await setup(PLAN)
  await writeFile(join(root, 'action_plans/al_action_plan.json'), '{"version":1}')
  const found = await plansOf({ plans }, ['al', 'bo', 'cy'])
  expect(found.map((plan) => plan.actor_id)).toEqual(['bo'])
  await expect(plansOnDisk({ plans }, ['al', 'bo'])).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('summary and progress are files beside the plans; a broken progress only means a fresh start', async () => {
  const { root, plans } = await setup(PLAN)
  await plans.writeSummary({ total_actors: 1 })
  expect(JSON.parse(await readFile(join(root, 'action_plans/summary.json'), 'utf8'))).toEqual({ total_actors: 1 })
  const progress = { command: 'plan', total: 2, completed: ['bo'], failed: [], percent: 50, updated_at: 'now' }
  await plans.writeProgress(progress)
  expect(await plans.readProgress()).toEqual(progress)
  await writeFile(join(root, 'action_plans/progress.json'), '{')
  expect(await plans.readProgress()).toBeNull()
})

test('plans are written here where the thread that writes them dies', async () => {
  const { root } = await tempLibrary()
  const plans = createActionPlans(root, () => Promise.reject(new Error('The thread ended.')))
  const plan = (await (await setup(PLAN)).plans.read('bo'))!.plan
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  await Promise.all(ids.map((actor_id) => plans.write({ ...plan, actor_id })))
  expect(await plans.list()).toEqual(ids)
})

test('a plan keeps every digit of what it holds, whoever writes it', async () => {
  const { root, plans } = await setup(PLAN)
  const seed = '12345678901234567890'
  await writeFile(
    join(root, 'action_plans/bo_action_plan.json'),
    JSON.stringify(PLAN).replace('"prompt_id"', `"seed":${seed},"prompt_id"`),
  )
  const { plan } = (await plans.read('bo'))!
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'bo'].map((actor_id) => plans.write({ ...plan, actor_id })))
  expect(await readFile(join(root, 'action_plans/e_action_plan.json'), 'utf8')).toContain(`"seed": ${seed}`)
  expect((await plans.read('bo'))!.edited).toBe(false)
})
