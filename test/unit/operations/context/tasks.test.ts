import { expect, test, vi } from 'vitest'
import type { TaskView } from '../../../../src/main/contract/views.ts'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { createTasks, type TaskControl } from '../../../../src/main/operations/context/tasks.ts'

function setup() {
  const seen: TaskView[] = []
  const logged: unknown[] = []
  const tasks = createTasks(
    (view) => seen.push(view),
    (error) => logged.push(error),
  )
  return { tasks, seen, logged, last: () => seen.at(-1) }
}

const untilAborted = ({ signal }: TaskControl) =>
  new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
  })

test('a task is listed while it works, and its last snapshot says that it is done', async () => {
  const { tasks, seen, last } = setup()
  const { view, finished } = tasks.start('verify', 'Verifying', async ({ progress }) => {
    progress('Verifying', 1, 2)
    return 'a result'
  })
  expect(view).toMatchObject({ kind: 'verify', state: 'running', phase: 'Verifying', error: null })
  expect(tasks.list().map(({ taskId }) => taskId)).toEqual([view.taskId])
  expect(await finished).toBe('a result')
  expect(last()).toMatchObject({ taskId: view.taskId, state: 'done', done: 2, total: 2 })
  expect(seen[0]).toMatchObject({ state: 'running', done: 0 })
  expect(tasks.list()).toEqual([])
})

test('snapshots that come fast are held back; the latest is sent', async () => {
  const { tasks, seen, last } = setup()
  let end = () => {}
  const { finished } = tasks.start('verify', 'Verifying', async ({ progress }) => {
    for (let n = 1; n <= 1000; n++) progress('Verifying', n, 1000)
    await new Promise<void>((resolve) => (end = resolve))
  })
  await vi.waitFor(() => expect(last()).toMatchObject({ state: 'running', done: 1000 }))
  expect(seen.length).toBeLessThan(20)
  end()
  await finished
})

test.each([
  ['a reason for the user', new EvencastError('BAD_INPUT', 'Nothing to do.'), 0],
  ['a fault of ours', new Error('undefined is not a function'), 1],
])('%s ends a task as failed; only a fault is logged', async (_, error, times) => {
  const { tasks, logged, last } = setup()
  const { finished } = tasks.start('verify', 'Verifying', () => Promise.reject(error))
  await expect(finished).rejects.toBe(error)
  expect(last()).toMatchObject({ state: 'failed', error: error.message })
  expect(logged).toHaveLength(times)
})

test('what was cancelled says so without an error, and closing waits for everything', async () => {
  const { tasks, seen, logged } = setup()
  const one = tasks.launch('verify', 'Verifying', untilAborted)
  const two = tasks.launch('sync', 'Syncing', untilAborted)
  tasks.cancel(one.taskId)
  const endOf = (taskId: string) => seen.findLast((view) => view.taskId === taskId)
  await vi.waitFor(() => expect(endOf(one.taskId)).toMatchObject({ state: 'cancelled', error: null }))
  expect(endOf(two.taskId)).toMatchObject({ state: 'running' })
  await tasks.close()
  expect(endOf(two.taskId)).toMatchObject({ state: 'cancelled' })
  expect(tasks.list()).toEqual([])
  expect(logged).toEqual([])
})
