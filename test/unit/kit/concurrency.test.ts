import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { TaskView } from '../../../src/main/contract/views.ts'
import { EvencastError } from '../../../src/main/domain/error.ts'
import { createKeyedLock } from '../../../src/main/kit/keyed-lock.ts'
import { createTasks } from '../../../src/main/operations/context/tasks.ts'
import { createThrottle } from '../../../src/main/kit/throttle.ts'

test('a keyed lock runs one key in order, also after a failure, and other keys beside it', async () => {
  const lock = createKeyedLock()
  const log: string[] = []
  const task = (name: string, delayMs: number) => async () => {
    log.push(`+${name}`)
    await sleep(delayMs)
    log.push(`-${name}`)
  }
  const failing = lock('a', () => Promise.reject(new Error('no')))
  await Promise.all([
    expect(failing).rejects.toThrow('no'),
    lock('a', task('a1', 30)),
    lock('a', task('a2', 0)),
    lock('b', task('b1', 10)),
  ])
  expect(log.indexOf('+a2')).toBeGreaterThan(log.indexOf('-a1'))
  expect(log.indexOf('+b1')).toBeLessThan(log.indexOf('-a1'))
})

test('a throttle leaves calls out within its interval, and `now` always runs, never two at once', async () => {
  let running = 0
  let runs = 0
  const save = createThrottle(10_000, async () => {
    expect(++running).toBe(1)
    await sleep(5)
    runs++
    running--
  })
  await Promise.all([save(), save(), save()])
  expect(runs).toBe(1)
  await Promise.all([save.now(), save.now()])
  expect(runs).toBe(3)
})

function openTasks() {
  const seen: TaskView[] = []
  const logged: unknown[] = []
  const tasks = createTasks(
    (task) => seen.push(task),
    (error) => logged.push(error),
  )
  return { tasks, seen, logged }
}

test('a task answers at once and ends with a last snapshot', async () => {
  const { tasks, seen } = openTasks()
  const { view, finished } = tasks.start('plan', 'Planning', async ({ progress }) => {
    progress('Half', 1, 2)
    progress('All', 2, 2)
    return 'planned'
  })
  expect(view).toMatchObject({ state: 'running', phase: 'Planning' })
  expect(tasks.list()).toHaveLength(1)
  expect(await finished).toBe('planned')
  expect(seen.at(-1)).toMatchObject({ state: 'done', done: 2, total: 2, phase: 'All' })
  expect(tasks.list()).toEqual([])
})

test('what a task reported last is shown though nothing follows', async () => {
  const { tasks, seen } = openTasks()
  tasks.launch('sync', 'Syncing', async ({ signal, progress }) => {
    progress('One', 1, 3)
    progress('Two', 2, 3, { done: 20, total: 30 })
    await sleep(60_000, undefined, { signal })
  })
  await expect.poll(() => seen.at(-1)).toMatchObject({ state: 'running', done: 2, bytes: { done: 20, total: 30 } })
  await tasks.close()
  expect(seen.at(-1)).toMatchObject({ state: 'cancelled' })
})

test('a task that fails says why; only surprises are logged', async () => {
  const { tasks, seen, logged } = openTasks()
  const fail = (error: Error) => tasks.start('sync', 'Syncing', () => Promise.reject(error)).finished
  await expect(fail(new EvencastError('UNAVAILABLE', 'The drive is gone.'))).rejects.toThrow()
  expect(seen.at(-1)).toMatchObject({ state: 'failed', error: 'The drive is gone.' })
  expect(logged).toEqual([])
  await expect(fail(new TypeError('oops'))).rejects.toThrow()
  expect(logged).toHaveLength(1)
})

test('cancelling ends a task as cancelled, without an error to show', async () => {
  const { tasks, seen } = openTasks()
  const begun = Promise.withResolvers<void>()
  const view = tasks.launch('assess', 'Assessing', async ({ signal }) => {
    begun.resolve()
    await sleep(60_000, undefined, { signal })
  })
  await begun.promise
  tasks.cancel(view.taskId)
  await tasks.close()
  expect(seen.at(-1)).toMatchObject({ state: 'cancelled', error: null })
})
