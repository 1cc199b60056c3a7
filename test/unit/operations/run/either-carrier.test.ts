import { expect, test } from 'vitest'
import { createJoinedFleet } from '../../../../src/main/operations/context/joined-fleet.ts'
import { createEitherCarrier } from '../../../../src/main/operations/run/either-carrier.ts'
import { fleetLink } from '../../../support/joined-fleet.ts'

test('a run goes on with whoever began it, and a new one begins with the fleet once what was changed here is sent', async () => {
  const fleet = createJoinedFleet()
  const [here, there] = [fleetLink(), fleetLink()]
  const carrier = createEitherCarrier({ folders: new Map([['a', {}]]) } as never, here.link.carrier, {
    fleet,
    sent: async (actorIds) => void there.asked.push(`sent ${actorIds.join(' ')}`),
  })
  await carrier.start({ actorIds: ['a'] })
  await carrier.pause('r1')
  expect(here.asked).toEqual(['start a', 'pause r1'])
  fleet.found = Promise.resolve(there.link)
  expect(await carrier.start({ actorIds: ['a'] })).toMatchObject({ runId: 'fleet-1' })
  await carrier.pause('fleet-1')
  await carrier.cancel('r1')
  expect(there.asked).toEqual(['sent a', 'start a', 'pause fleet-1'])
  expect(here.asked.at(-1)).toBe('cancel r1')
  expect(await carrier.list()).toMatchObject([{ runId: 'fleet-1' }])
})
