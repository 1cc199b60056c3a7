import { expect, test } from 'vitest'
import { createWaiting } from '../../../src/main/kit/waiting.ts'

test('who waits is answered once it holds, with what stands against it, or when the signal says so', async () => {
  const waiting = createWaiting()
  let n = 1
  await waiting.until(() => n === 1)
  const two = waiting.until(() => n === 2)
  const never = waiting.until(() => n === 9)
  const stop = new AbortController()
  const stopped = waiting.until(() => false, stop.signal)
  n = 2
  waiting.settle(null)
  await two
  stop.abort(new Error('stopped'))
  await expect(stopped).rejects.toThrow('stopped')
  waiting.settle(new Error('away'))
  await expect(never).rejects.toThrow('away')
  await expect(waiting.until(() => false, stop.signal)).rejects.toThrow('stopped')
})
