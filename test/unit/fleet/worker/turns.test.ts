import { expect, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import type { Job } from '../../../../src/main/fleet/jobs.ts'
import type { TakenActor } from '../../../../src/main/fleet/ledger/actors.ts'
import { createTurns, type Ending, isAway } from '../../../../src/main/fleet/worker/turns.ts'

/** Creates turns over waiting actors, some released by other workers, in a fleet with a simulated server. */
function fleetOf(waiting: string[], actors: number, left: readonly string[] = []) {
  const said: string[] = []
  const server = { isAway: false, refused: 0 }
  const turns = new Map<string, PromiseWithResolvers<Ending>>()
  const answer = async (text: string) => {
    if (server.isAway) {
      server.refused += 1
      throw new EvencastError('UNAVAILABLE', 'PostgreSQL cannot be reached.')
    }
    said.push(text)
  }
  const taken = {
    state: 'waiting',
    fence: 1,
    plan: null,
    publishing: null,
    begun: null,
    approve: true,
    cancelled: false,
  }
  let fetched = ''
  const sql = {
    async run(text: string, [, actorId = '']: readonly string[] = []) {
      if (text.startsWith('ROLLBACK')) waiting.unshift(fetched)
      return text.includes('owner IS NOT NULL') && left.includes(actorId) ? 1 : 0
    },
    rows: async () => [taken],
  }
  const jobs = {
    async first() {
      const [actorId] = waiting
      return actorId === undefined ? null : { runId: 1, actorId }
    },
    async next(): Promise<Job | null> {
      const actorId = waiting.shift()
      fetched = actorId ?? ''
      return actorId === undefined ? null : { runId: 1, actorId, attempt: { id: actorId, retryCount: 0 } }
    },
    done: ({ actorId }: Job) => answer(`${actorId} done`),
    giveBack: ({ actorId }: Job) => answer(`${actorId} given back`),
  }
  let rooms = 0
  const created = createTurns({
    actors,
    jobs: jobs as never,
    ledger: { db: { ...sql, transaction: (work: (within: typeof sql) => unknown) => work(sql) } } as never,
    workerId: 'worker',
    workOn({ actorId }: TakenActor) {
      const turn = Promise.withResolvers<Ending>()
      turns.set(actorId, turn)
      return turn.promise
    },
    onRoom: () => void (rooms += 1),
    signal: new AbortController().signal,
  })
  return {
    ...created,
    said,
    server,
    at: () => created.held().map(({ actorId }) => actorId),
    end: (actorId: string, ending: Ending) => turns.get(actorId)?.resolve(ending),
    fail: (actorId: string, error: Error) => turns.get(actorId)?.reject(error),
    rooms: () => rooms,
  }
}

test('an actor that has ended makes room for the next, however long the one beside it takes', async () => {
  const turns = fleetOf(['ann', 'bo', 'cy'], 2)
  expect([await turns.take(), await turns.take(), await turns.take()]).toEqual([true, true, false])
  expect(turns.at()).toEqual(['ann', 'bo'])
  turns.end('bo', 'ended')
  await expect.poll(turns.rooms).toBe(1)
  expect(await turns.take()).toBe(true)
  expect(turns.at()).toEqual(['ann', 'cy'])
  turns.end('cy', 'lost')
  turns.end('ann', 'again')
  await turns.close()
  expect(turns.said).toEqual(['bo done', 'ann given back'])
  expect([turns.at(), await turns.take()]).toEqual([[], false])
})

test('an actor is held until the server takes it back', async () => {
  const turns = fleetOf(['ann'], 1)
  await turns.take()
  turns.server.isAway = true
  turns.end('ann', 'again')
  await expect.poll(() => turns.server.refused).toBe(1)
  expect(turns.at()).toEqual(['ann'])
  turns.server.isAway = false
  await turns.close()
  expect([turns.said, turns.at()]).toEqual([['ann given back'], []])
})

test('what a turn cannot go on with ends the worker, and gives its actor to others', async () => {
  const turns = fleetOf(['ann', 'bo'], 2)
  await turns.take()
  turns.fail('ann', new Error('The disk is full.'))
  await turns.close()
  await expect(turns.take()).rejects.toThrow('The disk is full.')
  expect(turns.said).toEqual(['ann given back'])
})

test('a turn’s own fault is no server that is away, whatever its code says: it ends the worker, too', async () => {
  const turns = fleetOf(['ann', 'bo'], 2)
  await turns.take()
  turns.fail('ann', new EvencastError('UNAVAILABLE', 'The settings cannot be read.'))
  await turns.close()
  const fault = await turns.take().catch((error: unknown) => error)
  expect([isAway(fault), String(fault)]).toEqual([false, expect.stringContaining('The settings cannot be read.')])
})

test('what another worker left is taken up beside as many as there is room for, and nothing else is', async () => {
  const turns = fleetOf(['ann', 'bo', 'cy', 'di'], 2, ['cy', 'di'])
  expect([await turns.take(), await turns.take(), await turns.take(), await turns.take()]).toEqual([
    true,
    true,
    true,
    false,
  ])
  expect(turns.at()).toEqual(['ann', 'bo', 'cy'])
  const fresh = fleetOf(['ann', 'bo', 'cy'], 2)
  expect([await fresh.take(), await fresh.take(), await fresh.take()]).toEqual([true, true, false])
  fresh.end('ann', 'ended')
  await expect.poll(fresh.rooms).toBe(1)
  expect(await fresh.take()).toBe(true)
  expect(fresh.at()).toEqual(['bo', 'cy'])
})
