import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import type { Event } from '../../../../src/main/contract/event.ts'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { createActivity } from '../../../../src/main/operations/context/activity.ts'
import type { FleetLink } from '../../../../src/main/runs/fleet-link.ts'
import { type FleetPorts, followFleet } from '../../../../src/main/operations/follow/follow-fleet.ts'
import { fleetActor, fleetLink, fleetView } from '../../../support/joined-fleet.ts'
import { aRun } from '../../../support/views.ts'

const PACE = { retryMs: 1, recheckMs: 1, leaveMs: 50 }

function setup(connect: FleetPorts['connect'], address: string | undefined = 's3://studio/sets') {
  const events: Event[] = []
  const said: string[] = []
  const activity = createActivity()
  let at: string | null = 'postgres://one/fleet'
  const ports: FleetPorts = {
    context: {
      layout: { address } as never,
      folders: new Map([['alice', {} as never]]),
      emit: (event) => events.push(event),
      log: pino({ level: 'silent' }),
    },
    activity,
    announcer: {
      actors: (actorIds) => said.push(`actors ${[...actorIds].join(' ')}`),
      library: () => said.push('library'),
      close() {},
    },
    address: () => at,
    connect,
    onSettings: (settings) => said.push(`settings ${JSON.stringify(settings)}`),
    onHistory: () => said.push('history'),
    onPublished: () => said.push('published'),
  }
  const follower = followFleet(ports, PACE)
  return { follower, fleet: activity.fleet, events, said, move: (to: string | null) => (at = to) }
}

test('the fleet of this library joins it: its settings, actors, plans, figures and runs show as they change, and are gone when it leaves', async () => {
  const { link, asked, tell, tellRun } = fleetLink()
  const { follower, fleet, events, said, move } = setup(async () => link)
  follower.follow()
  await vi.waitFor(() => expect(fleet.link).toBe(link))
  expect(await fleet.found).toBe(link)
  tell(fleetView([fleetActor('alice', 'waiting'), fleetActor('elsewhere', 'done')]))
  await vi.waitFor(() => expect(said).toEqual(['settings {"total":7}', 'library', 'actors alice']))
  tell(fleetView([fleetActor('alice', 'planned')]))
  await vi.waitFor(() => expect(events).toEqual([{ type: 'plans', actorIds: ['alice'] }]))
  tell(fleetView([fleetActor('alice', 'approved')]))
  await vi.waitFor(() => expect(events).toHaveLength(2))
  tellRun(aRun({ runId: 'fleet-1', endedAt: null }))
  tellRun(aRun({ runId: 'fleet-1', endedAt: null, done: 1 }))
  expect(events.slice(2).map(({ type }) => type)).toEqual(['run', 'run'])
  said.length = 0
  tell(fleetView([fleetActor('alice', 'done')]))
  await vi.waitFor(() => expect(said).toEqual(['actors alice', 'published']))
  tellRun(aRun({ runId: 'fleet-1', endedAt: '2026-01-01T00:00:00.000Z' }))
  expect(said.at(-1)).toBe('history')
  // Another address, and none.
  follower.follow()
  move(null)
  follower.follow()
  await vi.waitFor(() => expect(fleet.link).toBeNull())
  expect([fleet.actors.size, fleet.runs.size, fleet.figures]).toEqual([0, 0, null])
  expect(said.at(-1)).toBe('settings {}')
  expect(asked).toEqual(['close'])
  await follower.close()
})

test('a fleet that works on another library, a folder, and a database without a fleet leave planning to this machine', async () => {
  const other = fleetLink('s3://studio/others')
  const another = setup(async () => other.link)
  another.follower.follow()
  await vi.waitFor(() => expect(other.asked).toContain('close'))
  expect(await another.fleet.found).toBeNull()
  const folder = setup(() => Promise.reject(new Error('nobody is asked')), '')
  await folder.follower.close()
  const none = setup(() => Promise.reject(new EvencastError('NOT_FOUND', 'This database holds no fleet yet.')))
  none.follower.follow()
  await vi.waitFor(() => expect(none.events).toMatchObject([{ type: 'notice', level: 'warning' }]))
  expect(await none.fleet.found).toBeNull()
  await Promise.all([another.follower.close(), none.follower.close()])
})

test('as long as nobody knows whose fleet it is, nothing is planned', async () => {
  const { follower, fleet } = setup(() => Promise.reject(new EvencastError('UNAVAILABLE', 'PostgreSQL is away.')))
  follower.follow()
  await vi.waitFor(() => expect(fleet.found).rejects.toThrow('PostgreSQL is away.'))
  await follower.close()
  expect(await fleet.found).toBeNull()
})

test('a password that is refused leaves nobody to plan; that is said once, and a fleet that is set up later joins', async () => {
  const { link } = fleetLink()
  const answers: (() => Promise<FleetLink>)[] = []
  let asked = 0
  const { follower, fleet, events } = setup(() => {
    asked += 1
    return (answers[0] ?? refused)()
  })
  const refused = () => Promise.reject(new EvencastError('BAD_INPUT', 'PostgreSQL refused the user or password.'))
  follower.follow()
  await vi.waitFor(() => expect(asked).toBeGreaterThan(2))
  await expect(fleet.found).rejects.toThrow('PostgreSQL refused the user or password.')
  answers[0] = () => Promise.reject(new EvencastError('NOT_FOUND', 'This database holds no fleet yet.'))
  await vi.waitFor(async () => expect(await fleet.found).toBeNull())
  // A caller does not wait for a later change of the link.
  const slow = Promise.withResolvers<FleetLink>()
  const before = asked
  answers[0] = () => slow.promise
  await vi.waitFor(() => expect(asked).toBeGreaterThan(before))
  expect(await fleet.found).toBeNull()
  slow.resolve(link)
  await vi.waitFor(() => expect(fleet.link).toBe(link))
  expect(await fleet.found).toBe(link)
  expect(events.map((event) => 'message' in event && event.message)).toEqual([
    'PostgreSQL refused the user or password.',
    'This database holds no fleet yet.',
  ])
  await follower.close()
})

test('closing waits neither for an address that does not answer, whose connection is closed when it comes, nor for one that is lost', async () => {
  const late = fleetLink()
  const slow = Promise.withResolvers<FleetLink>()
  const joining = setup(() => slow.promise)
  joining.follower.follow()
  await vi.waitFor(() => expect(joining.fleet.found).not.toBeNull())
  await joining.follower.close()
  slow.resolve(late.link)
  await vi.waitFor(() => expect(late.asked).toEqual(['close']))
  expect(joining.fleet.link).toBeNull()
  const lost = fleetLink()
  const { follower, fleet } = setup(async () => ({ ...lost.link, close: () => new Promise(() => {}) }))
  follower.follow()
  await vi.waitFor(() => expect(fleet.link).not.toBeNull())
  await follower.close()
  expect(fleet.link).toBeNull()
})

test('who waits for the fleet is answered when it is left, and asked again when it is lost', async () => {
  const { link } = fleetLink()
  let lose = () => {}
  const { follower, fleet } = setup(async () => ({
    ...link,
    // oxlint-disable-next-line require-yield
    async *watch() {
      await new Promise<void>((resolve) => (lose = resolve))
      throw new Error('lost')
    },
  }))
  follower.follow()
  await vi.waitFor(() => expect(fleet.link).not.toBeNull())
  let looks = 0
  const waiting = fleet.changes.until(() => (looks++, false))
  lose()
  await vi.waitFor(() => expect(looks).toBeGreaterThan(1))
  await Promise.all([expect(waiting).rejects.toThrow('The fleet was left.'), follower.close()])
})
