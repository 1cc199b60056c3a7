import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const SRC = '../../../../../src/renderer/src/model'
const assess = vi.hoisted(() => vi.fn())
vi.mock('../../../../../src/renderer/src/model/work/plan-actions.ts', () => ({ assess }))

interface Store {
  readonly setState: (state: object) => void
}

/** Opens a library with two images of ann not assessed yet, and says so twice. */
async function opened(location: string, values: object): Promise<readonly unknown[]> {
  vi.stubGlobal('window', {})
  vi.stubGlobal('location', new URL('http://127.0.0.1/'))
  const { useLibrary } = await vi.importActual<{ readonly useLibrary: Store }>(`${SRC}/library/library-store.ts`)
  const { useActors } = await vi.importActual<{ readonly useActors: Store }>(`${SRC}/library/actors-store.ts`)
  const actor = (actorId: string, unassessed: number) =>
    [actorId, { actorId, unassessed, state: 'unassessed' }] as const
  useActors.setState({ byId: new Map([actor('ann', 2), actor('bob', 0)]) })
  useLibrary.setState({ library: { location, indexed: true, missing: false }, settings: { values } })
  const { assessOnOpening } = await vi.importActual<{ readonly assessOnOpening: () => void }>(
    `${SRC}/session/auto-assess.ts`,
  )
  assess.mockReset()
  assessOnOpening()
  assessOnOpening()
  return assess.mock.calls
}

// What files before have loaded knows nothing of the stand-in.
beforeAll(() => vi.resetModules())
afterAll(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})

test('what is new is assessed once when a library opens, where that is free and the setting says so', async () => {
  expect(await opened('/a', { autoAssess: true, evaluator: 'local' })).toEqual([[['ann']]])
  expect(await opened('/b', { autoAssess: false, evaluator: 'local' })).toEqual([])
  expect(await opened('/c', { autoAssess: true, evaluator: 'openai' })).toEqual([])
})
