import { expect, test } from 'vitest'
import { createJoinedFleet } from '../../../../src/main/operations/context/joined-fleet.ts'
import { createEitherCarrier } from '../../../../src/main/operations/run/either-carrier.ts'
import { fleetActor, fleetLink } from '../../../support/joined-fleet.ts'
import { aRun } from '../../../support/views.ts'

test('a run goes on with whoever began it, and a new one begins with the fleet once what was changed here is sent', async () => {
  const fleet = createJoinedFleet()
  const [here, there] = [fleetLink(), fleetLink()]
  const carrier = createEitherCarrier({ folders: new Map([['a', {}]]) } as never, here.link.carrier, {
    fleet,
    sent: async (actorIds) => {
      there.asked.push(`sent ${actorIds.join(' ')}`)
      // Planned and shown again after it was approved.
      fleet.reviewed.set('a', 'another')
    },
  })
  await carrier.start({ actorIds: ['a'] })
  await carrier.pause('r1')
  expect(here.asked).toEqual(['start a', 'pause r1'])
  fleet.found = Promise.resolve(there.link)
  fleet.reviewed.set('a', 'seen')
  expect(await carrier.start({ actorIds: ['a'] })).toMatchObject({ runId: 'fleet-1' })
  await carrier.pause('fleet-1')
  await carrier.cancel('r1')
  expect(there.asked).toEqual(['sent a', 'start a seen', 'pause fleet-1'])
  expect(here.asked.at(-1)).toBe('cancel r1')
  expect(await carrier.list()).toMatchObject([{ runId: 'fleet-1' }])
})

test('a run of this machine does not go on, nor try again what failed, while the fleet is at work on its actors', async () => {
  const fleet = createJoinedFleet()
  const [here, there] = [fleetLink(), fleetLink()]
  const mine = { ...here.link.carrier, list: async () => [aRun({ runId: 'r1', actors: ['a', 'b'] })] }
  const carrier = createEitherCarrier({} as never, mine, { fleet, sent: async () => {} })
  fleet.found = Promise.resolve(there.link)
  fleet.actors.set('a', fleetActor('a', 'done')).set('b', fleetActor('b', 'approved'))
  for (const failedToo of [false, true])
    await expect(carrier.resume('r1', failedToo)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The fleet is at work on b. Wait for it, or cancel it in Fleet, then resume this run.',
    })
  expect(here.asked).toEqual([])
  fleet.actors.set('b', fleetActor('b', 'done'))
  await carrier.resume('r1')
  await carrier.resume('r1', true)
  expect(here.asked).toEqual(['resume r1', 'retry r1'])
  fleet.found = Promise.reject(new Error('away'))
  await expect(carrier.resume('r1')).rejects.toThrow('away')
})
