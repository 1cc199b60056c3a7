import { expect, test } from 'vitest'
import { createWake } from '../../../src/main/kit/wake.ts'

test('a rest ends at a notice, at its time, or when all ends; a notice that came before it is not lost', async () => {
  const wake = createWake()
  const ending = new AbortController()
  const resting = wake.wait(60_000, ending.signal)
  wake.now()
  expect(await resting).toBe(true)
  expect(await wake.wait(1, ending.signal)).toBe(false)
  wake.now()
  expect(await wake.wait(60_000, ending.signal)).toBe(true)
  const last = wake.wait(60_000, ending.signal)
  ending.abort()
  expect(await last).toBe(false)
})
