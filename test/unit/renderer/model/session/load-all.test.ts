import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const SRC = '../../../../../src/renderer/src/model'
const lists = vi.hoisted(() => {
  const library = { location: '/a', actors: 1, indexed: false, missing: false }
  return {
    library,
    plans: Promise.withResolvers<unknown[]>(),
    tasks: [] as unknown[],
    task: (state: string, done: number) => ({ taskId: 't', kind: 'index', state, done, total: 6, error: null }),
  }
})

vi.mock('../../../../../src/renderer/src/base/host/connect.ts', () => {
  const answer = (value: unknown) => async () => value
  return {
    api: {
      library: { current: answer(lists.library), question: answer(null) },
      settings: { get: answer({ values: { autoAssess: false, evaluator: 'local' } }) },
      history: { current: answer(null) },
      folders: { recent: answer([]) },
      actors: { list: answer([{ actorId: 'ann', unassessed: 2, state: 'unassessed' }]) },
      plans: { list: () => lists.plans.promise, price: answer({}) },
      runs: { list: answer([]) },
      tasks: { list: async () => lists.tasks },
      // What is to be reviewed is counted a moment later, when this test has ended.
      images: { count: answer([0]) },
      vision: { list: answer([]) },
      models: { list: answer([]) },
    },
  }
})

// What files before have loaded knows nothing of the stand-in.
beforeAll(() => {
  vi.resetModules()
  vi.stubGlobal('window', { addEventListener() {}, matchMedia: () => ({ addEventListener() {} }) })
  vi.stubGlobal('location', new URL('http://127.0.0.1/'))
  vi.stubGlobal('document', { activeElement: null })
})
afterAll(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})

interface Store<S> {
  readonly getState: () => S
}

const load = <M>(file: string): Promise<M> => vi.importActual<M>(`${SRC}/${file}.ts`)

async function fresh() {
  lists.plans = Promise.withResolvers()
  const { loadAll, cameMeanwhile } = await load<{
    readonly loadAll: () => Promise<void>
    readonly cameMeanwhile: (event: object) => void
  }>('session/load-all')
  const { takeOver } = await load<{ readonly takeOver: (event: object) => void }>('session/take-over')
  const { useRuns } = await load<{ readonly useRuns: Store<{ readonly tasks: ReadonlyMap<string, unknown> }> }>(
    'work/runs-store',
  )
  const { useActors } = await load<{ readonly useActors: Store<{ readonly byId: ReadonlyMap<string, unknown> }> }>(
    'library/actors-store',
  )
  const { useLibrary } = await load<{ readonly useLibrary: Store<{ readonly library: unknown }> }>(
    'library/library-store',
  )
  return { loadAll, cameMeanwhile, takeOver, useRuns, useActors, useLibrary }
}

test('what came while lists were fetched is newer than they are', async () => {
  const { loadAll, cameMeanwhile, takeOver, useRuns, useActors, useLibrary } = await fresh()
  lists.tasks = [lists.task('running', 2)]
  const loading = loadAll()
  const assessed = { actorId: 'ann', unassessed: 0, state: 'balanced' }
  const indexed = { ...lists.library, indexed: true }
  const events = [
    { type: 'task', task: lists.task('done', 6) },
    { type: 'actors', actors: [assessed], removed: [] },
    { type: 'library', library: indexed },
  ]
  // In the middle of the first lists; the slowest answers last.
  for (const event of events) {
    cameMeanwhile(event)
    takeOver(event)
  }
  lists.plans.resolve([])
  await loading

  expect(useRuns.getState().tasks.get('t')).toEqual(lists.task('done', 6))
  expect(useActors.getState().byId.get('ann')).toEqual(assessed)
  expect(useLibrary.getState().library).toEqual(indexed)
})

test('lists fetched before a reconnect do not replace those fetched after it', async () => {
  const { loadAll, useRuns } = await fresh()
  lists.tasks = [lists.task('running', 2)]
  const slowest = lists.plans
  const before = loadAll()
  const overtaken = before.then(() => useRuns.getState().tasks.size)
  // Its first lists are there; the connection breaks, and what is said of the task's end is lost.
  await new Promise((resolve) => setTimeout(resolve))
  lists.tasks = []
  lists.plans = Promise.withResolvers()
  const after = loadAll()
  slowest.resolve([])
  await new Promise((resolve) => setTimeout(resolve))
  lists.plans.resolve([])
  await after

  expect(useRuns.getState().tasks.size).toBe(0)
  expect(await overtaken, 'it ends with the latest').toBe(0)
})
