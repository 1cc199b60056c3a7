import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createPool } from '../../../src/main/kit/worker-pool.ts'
import type * as worker from '../../../src/main/worker.ts'

test('what waits for a thread is done also after all that was at work was aborted', async () => {
  const pool = createPool<typeof worker>(join(import.meta.dirname, '../../support/pool-child.ts'))
  onTestFinished(() => pool.close())
  await pool.run('judge', [])
  const abort = new AbortController()
  const measuring = Array.from({ length: 3 * availableParallelism() }, (_, i) =>
    pool.run('measure', { file: `${i}.jpg`, modelFile: '' }, abort.signal),
  )
  const judged = pool.run('judge', [])
  const reason = new Error('enough')
  abort.abort(reason)
  const results = await Promise.allSettled(measuring)
  expect(results).toEqual(measuring.map(() => ({ status: 'rejected', reason })))
  expect(await judged).toEqual(new Map())
})
