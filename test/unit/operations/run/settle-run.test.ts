import { expect, test } from 'vitest'
import { planActor } from '../../../../src/main/operations/plan/plan-actor.ts'
import { createSettling, reachedIn } from '../../../../src/main/operations/run/settle-run.ts'
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

test('a run that was resumed while it was settled keeps no word of what it had reached before', async () => {
  const { context } = await openedContext(pictures(['photo 1', 'bw 2']), { settings: TWO })
  let view = { state: 'done', endedAt: '2026-11-30T10:00:00.000Z', actors: ['bo'], failures: [{ actorId: 'bo' }] }
  let meanwhile = (): void => void (view = { ...view, state: 'running', endedAt: null as never })
  const reached: unknown[] = []
  const runner = {
    get: () => view,
    doneSteps: () => [],
    options: () => {
      meanwhile()
      return {}
    },
    planOf: () => null,
    openActors: () => [],
    setReached: (_: string, value: unknown) => reached.push(value),
  }
  const settling = createSettling(context as never, runner as never, async () => {})
  await settling.settle('run-1')
  expect(reached).toEqual([])
  meanwhile = () => {}
  view = { ...view, state: 'done', endedAt: '2026-11-30T10:00:05.000Z', failures: [] }
  await settling.settle('run-1')
  expect(reached).toMatchObject([{ of: 1 }])
})
