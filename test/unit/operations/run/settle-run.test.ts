import { expect, test } from 'vitest'
import { planActor } from '../../../../src/main/operations/plan/plan-actor.ts'
import { reachedIn } from '../../../../src/main/operations/run/settle-run.ts'
import { reviewedPlans } from '../../../../src/main/operations/run/reviewed.ts'
import { memoryGenerator, openedContext, pictures } from '../../../support/opened-context.ts'

const TWO = { total: 2, shares: { photorealistic: 1, bw_stylized: 1, color_stylized: 0 } }

test('what a run reached names who is balanced, what is missing and the ways out', async () => {
  const without = {
    ...memoryGenerator(),
    obstacle: (style: string) => (style === 'photorealistic' ? 'Photographs cannot be generated here.' : null),
  }
  const { context } = await openedContext(
    {
      ...pictures(['photo 1', 'bw 2']),
      'actors/ann/training_data/ann_1.jpg': 'bw 5',
    },
    { settings: TWO, generator: without },
  )
  const plans = new Map(
    [await planActor(context, 'bo'), await planActor(context, 'ann')].map((plan) => [plan.actor_id, plan]),
  )
  const reached = reachedIn(context as never, plans, { actorIds: ['bo', 'ann'], unplanned: ['eve'] })
  expect(reached).toMatchObject({ balanced: 1, of: 3 })
  expect(reached.text).toMatch(/^1 of 3 balanced · /)
  expect(reached.waysOut.length).toBeGreaterThan(0)
  const cut = reachedIn(
    context as never,
    plans,
    { actorIds: ['bo', 'ann'], unplanned: [] },
    (actorId) => actorId === 'ann',
  )
  expect(cut.text).toContain('not finished')
})

test('plans are carried out as they were reviewed: what differs is named with the actor', async () => {
  const { context, generateWith, set } = await openedContext(pictures(['photo 1']), { settings: TWO })
  await expect(reviewedPlans(context as never, ['bo'], null)).rejects.toThrow('There is no plan yet for bo.')
  const plan = await planActor(context, 'bo')
  expect(await reviewedPlans(context as never, ['bo'], null)).toMatchObject([{ plan, edited: false }])
  generateWith(memoryGenerator(0.5))
  await expect(reviewedPlans(context as never, ['bo'], null)).rejects.toThrow(
    'The plan of bo cannot be carried out: it was made for memory (model-1, $0.04 an image)',
  )
  generateWith(memoryGenerator())
  set({ ...TWO, total: 3 })
  await expect(reviewedPlans(context as never, ['bo'], null)).rejects.toMatchObject({ code: 'STALE_PLAN' })
  set(TWO)
})
