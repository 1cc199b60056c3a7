import { beforeEach, expect, test } from 'vitest'
import { answerCalls, resetAfterwards, standInForPage } from '../../../../support/window-core.ts'

const lists = {
  library: { location: '/a', actors: 1, indexed: false, missing: false },
  plans: Promise.withResolvers<unknown[]>(),
  tasks: [] as unknown[],
  task: (state: string, done: number) => ({ taskId: 't', kind: 'index', state, done, total: 6, error: null }),
}

standInForPage()
answerCalls({
  'library.current': () => lists.library,
  'library.question': () => null,
  'settings.get': () => ({ values: { autoAssess: false, evaluator: 'local' } }),
  'history.current': () => null,
  'folders.recent': () => [],
  'actors.list': () => [{ actorId: 'ann', unassessed: 2, state: 'unassessed' }],
  'plans.list': () => lists.plans.promise,
  'plans.price': () => ({}),
  'runs.list': () => [],
  'tasks.list': () => lists.tasks,
  'vision.list': () => [],
  'models.list': () => [],
})
const { loadAll, cameMeanwhile } = await import('../../../../../src/renderer/src/model/session/load-all.ts')
const { takeOver } = await import('../../../../../src/renderer/src/model/session/take-over.ts')
const { useRuns } = await import('../../../../../src/renderer/src/model/work/runs-store.ts')
const { useActors } = await import('../../../../../src/renderer/src/model/library/actors-store.ts')
const { useLibrary } = await import('../../../../../src/renderer/src/model/library/library-store.ts')
resetAfterwards(useRuns)
resetAfterwards(useActors)
resetAfterwards(useLibrary)

beforeEach(() => void (lists.plans = Promise.withResolvers()))

test('what came while lists were fetched is newer than they are', async () => {
  lists.tasks = [lists.task('running', 2)]
  const loading = loadAll()
  const assessed = { actorId: 'ann', unassessed: 0, state: 'balanced' }
  const indexed = { ...lists.library, indexed: true }
  const events = [
    { type: 'task', task: lists.task('done', 6) },
    { type: 'actors', actors: [assessed], removed: [] },
    { type: 'library', library: indexed },
  ]
  // Events arrive during the first lists, and the slowest answer comes last.
  for (const event of events) {
    cameMeanwhile(event as never)
    takeOver(event as never)
  }
  lists.plans.resolve([])
  await loading

  expect(useRuns.getState().tasks.get('t')).toEqual(lists.task('done', 6))
  expect(useActors.getState().byId.get('ann')).toEqual(assessed)
  expect(useLibrary.getState().library).toEqual(indexed)
})

test('lists fetched before a reconnect do not replace those fetched after it', async () => {
  lists.tasks = [lists.task('running', 2)]
  const slowest = lists.plans
  const before = loadAll()
  const overtaken = before.then(() => useRuns.getState().tasks.size)
  // Its first lists have loaded; then the connection breaks, and the event of the task's end is lost.
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
