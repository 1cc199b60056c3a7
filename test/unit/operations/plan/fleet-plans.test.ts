import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parsePlan, planText } from '../../../../src/main/library/action-plans.ts'
import { createJoinedFleet } from '../../../../src/main/operations/context/joined-fleet.ts'
import { createFleetPlans } from '../../../../src/main/operations/plan/fleet-plans.ts'
import { fleetActor, fleetLink } from '../../../support/joined-fleet.ts'

const NONE = { photorealistic: 0, bw_stylized: 0, color_stylized: 0 }
const planOf = (actor_id: string) =>
  parsePlan(
    JSON.stringify({
      version: 1,
      actor_id,
      created_at: '2026-11-22T10:00:00.000Z',
      fingerprint: 'f',
      target: NONE,
      current: NONE,
      deletions: [],
      generations: [],
    }),
    'it',
  ).plan

test('plans are those of the folder until a fleet joins, and then its own that wait for approval', async () => {
  const fleet = createJoinedFleet()
  const seen: string[] = []
  const files = {
    read: async (actorId: string) => (seen.push(`read ${actorId}`), null),
    write: async () => void seen.push('write'),
    delete: async (actorId: string) => void seen.push(`delete ${actorId}`),
  }
  const plans = createFleetPlans(files as never, fleet)
  await plans.read('a')
  await plans.write(planOf('a'))
  await plans.delete('a')
  expect(seen).toEqual(['read a', 'write', 'delete a'])
  const { link, asked, plans: texts } = fleetLink()
  fleet.link = link
  for (const actor of [fleetActor('a', 'planned'), fleetActor('b', 'planned'), fleetActor('c', 'approved')])
    fleet.actors.set(actor.actorId, actor)
  texts
    .set('a', planText(planOf('a')))
    .set('b', '{}')
    .set('c', planText(planOf('c')))
  expect(await plans.read('a')).toEqual({ plan: planOf('a'), edited: false })
  const shown = createHash('md5')
    .update(planText(planOf('a')))
    .digest('hex')
  expect([...fleet.reviewed]).toEqual([['a', shown]])
  await expect(plans.read('b')).rejects.toThrow('The fleet’s plan of b cannot be read')
  expect(await plans.read('c')).toBeNull()
  await plans.write(planOf('a'))
  await plans.delete('a')
  expect(asked).toEqual(['change a 0 0 0', 'drop a'])
  expect(seen).toHaveLength(3)
})

test('a plan that was approved a moment before is neither changed nor discarded, and that is said', async () => {
  const fleet = createJoinedFleet()
  const seen: string[] = []
  const files = { write: async () => void seen.push('write'), delete: async () => void seen.push('delete') }
  const plans = createFleetPlans(files as never, fleet)
  fleet.link = fleetLink().link
  fleet.actors.set('a', fleetActor('a', 'approved')).set('b', fleetActor('b', 'planned'))
  for (const actorId of ['a', 'b'])
    await expect(plans.write(planOf(actorId))).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `The plan of ${actorId} was approved meanwhile. Cancel its run in Fleet.`,
    })
  await expect(plans.delete('b')).rejects.toThrow('The plan of b was approved meanwhile.')
  expect(seen).toEqual([])
})
