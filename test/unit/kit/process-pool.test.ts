import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { nodeProcess } from '../../../src/main/kit/node-process.ts'
import { createProcessPool, ProcessEndedError, survived } from '../../../src/main/kit/process-pool.ts'
import type { Functions } from '../../support/calls-child.ts'

const FILE = join(import.meta.dirname, '../../support/calls-child.ts')

function open(most: number) {
  const pool = createProcessPool<Functions>(nodeProcess(FILE), most)
  onTestFinished(() => pool.close())
  return pool
}

test('what ends a process is lost with its call alone: others go on, and the next call has a process of its own', async () => {
  const pool = open(2)
  const first = await pool.run('pid', undefined)
  const [ended, ...others] = await Promise.allSettled([
    pool.run('abort', undefined),
    ...[1, 2, 3].map((value) => pool.run('double', { value })),
  ])
  expect(ended).toMatchObject({ status: 'rejected', reason: expect.any(ProcessEndedError) })
  expect(others.map((one) => one.status === 'fulfilled' && one.value)).toEqual([2, 4, 6])
  expect(await pool.run('pid', undefined)).not.toBe(first)
  await expect(pool.run('refuse', undefined)).rejects.toMatchObject({ name: 'Error', message: 'No.' })
})

test('more memory than a process may have ends it, and its environment holds no keys', async () => {
  process.env['OPENAI_API_KEY'] = 'sk-test'
  onTestFinished(() => void delete process.env['OPENAI_API_KEY'])
  const pool = open(1)
  await expect(pool.run('hoard', undefined)).rejects.toThrow(ProcessEndedError)
  expect(await pool.run('keys', undefined)).toEqual([])
})

test('only what ends a second process as well is answered otherwise', async () => {
  const pool = open(1)
  let attempts = 0
  const once = () => (attempts++ === 0 ? pool.run('abort', undefined) : pool.run('double', { value: 4 }))
  expect(await survived(once, () => null)).toBe(8)
  expect(
    await survived(
      () => pool.run('abort', undefined),
      () => null,
    ),
  ).toBe(null)
})

test('closing waits for what is under way and refuses what comes later', async () => {
  const pool = open(1)
  const asked = pool.run('double', { value: 2 })
  await pool.run('pid', undefined)
  await pool.close()
  expect(await asked).toBe(4)
  await expect(pool.run('pid', undefined)).rejects.toThrow('have ended')
})
