import { expect, test, vi } from 'vitest'
import { createJoinedFleet } from '../../../../src/main/operations/context/joined-fleet.ts'
import { planInFleet } from '../../../../src/main/operations/plan/plan-in-fleet.ts'
import { fleetActor, fleetLink } from '../../../support/joined-fleet.ts'

function setup() {
  const { link, asked } = fleetLink()
  const fleet = createJoinedFleet()
  const stop = new AbortController()
  const seen: string[] = []
  let leaving = false
  const plan = (actorIds: readonly string[]) =>
    planInFleet(
      { fleet, sent: async (ids) => void asked.push(`sent ${ids.join(' ')}`), leaving: () => leaving },
      link,
      actorIds,
      { signal: stop.signal, progress: (phase, done, total) => seen.push(`${phase} ${done}/${total}`) },
    )
  const say = (...actors: readonly ReturnType<typeof fleetActor>[]) => {
    for (const actor of actors) fleet.actors.set(actor.actorId, actor)
    fleet.changes.settle(null)
  }
  fleet.link = link
  return { asked, fleet, stop, seen, plan, say, leave: () => (leaving = true) }
}

test('what was changed here is sent, then workers plan, and it ends when all of them are planned', async () => {
  const { asked, seen, plan, say } = setup()
  say(fleetActor('a', 'done', 1))
  const planning = plan(['a', 'b', 'busy'])
  await vi.waitFor(() => expect(seen.at(-1)).toBe('The fleet is planning 0/2'))
  expect(asked).toEqual(['sent a b busy', 'plan a b busy'])
  say(fleetActor('a', 'planned', 2), fleetActor('b', 'waiting', 2))
  expect(seen.at(-1)).toBe('The fleet is planning 1/2')
  say(fleetActor('b', 'failed', 2))
  await planning
})

test('a fleet without workers is said, one actor that fails too, and one that is under way is refused', async () => {
  const { fleet, seen, plan, say } = setup()
  fleet.figures = { workers: 0 } as never
  const planning = plan(['a'])
  await vi.waitFor(() => expect(seen.at(-1)).toBe('Waiting: no worker of the fleet is running 0/1'))
  say(fleetActor('a', 'failed', 2))
  await expect(planning).rejects.toThrow('a is damaged.')
  await expect(plan(['busy'])).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('cancelled, those that wait are planned no more; when the library closes, workers go on', async () => {
  for (const how of ['cancelled', 'closed'] as const) {
    const { asked, seen, stop, plan, say, leave } = setup()
    const planning = plan(['a', 'b'])
    await vi.waitFor(() => expect(seen).toHaveLength(2))
    say(fleetActor('a', 'planned', 2))
    if (how === 'closed') leave()
    stop.abort(new Error(how))
    await expect(planning).rejects.toThrow(how)
    expect(asked.slice(2)).toEqual(how === 'closed' ? [] : ['drop b'])
  }
})

test('what keeps the fleet from planning is said; a fleet that was left ends it, and is asked for nothing more', async () => {
  const { fleet, asked, seen, stop, plan, say } = setup()
  const planning = plan(['a'])
  await vi.waitFor(() => expect(seen).toHaveLength(2))
  const figures = { workers: 2, paused: true, problem: null }
  fleet.figures = figures as never
  say()
  expect(seen.at(-1)).toBe('Waiting: the fleet is paused. Resume it in Fleet. 0/1')
  fleet.figures = { ...figures, problem: 'away' } as never
  say()
  expect(seen.at(-1)).toBe('Waiting: PostgreSQL does not answer 0/1')
  fleet.link = null
  stop.abort(new Error('left'))
  await expect(planning).rejects.toThrow('left')
  expect(asked).toEqual(['sent a', 'plan a'])
})
