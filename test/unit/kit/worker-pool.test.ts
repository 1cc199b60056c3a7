import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createPool } from '../../../src/main/kit/worker-pool.ts'
import type * as worker from '../../support/pool-child.ts'

const open = () => createPool<typeof worker>(join(import.meta.dirname, '../../support/pool-child.ts'))

test('closing waits for what a thread is at work on, and refuses what has not begun', async () => {
  const pool = open()
  const threads = availableParallelism()
  const measuring = Array.from({ length: 2 * threads }, (_, i) => pool.run('measure', `${i}.jpg`))
  const results = Promise.allSettled(measuring)
  await pool.close()
  const begun = { status: 'fulfilled', value: null }
  const refused = { status: 'rejected', reason: new Error('The worker threads have ended.') }
  expect(await results).toEqual([
    ...Array.from({ length: threads }, () => begun),
    ...Array.from({ length: threads }, () => refused),
  ])
})

test('what waits for a thread is done also after all that was at work was aborted', async () => {
  const pool = open()
  onTestFinished(() => pool.close())
  await pool.run('judge', [])
  const abort = new AbortController()
  const measuring = Array.from({ length: 3 * availableParallelism() }, (_, i) =>
    pool.run('measure', `${i}.jpg`, abort.signal),
  )
  const judged = pool.run('judge', [])
  const reason = new Error('enough')
  abort.abort(reason)
  const results = await Promise.allSettled(measuring)
  expect(results).toEqual(measuring.map(() => ({ status: 'rejected', reason })))
  expect(await judged).toEqual(new Map())
})
