import { expect, test } from 'vitest'
import { listed } from '../../../src/main/app/read-folder.ts'

/** Creates a list function that fails this many times before it succeeds. */
function failing(times: number) {
  let asked = 0
  return {
    asked: () => asked,
    confirmed: async () => {
      asked += 1
      if (asked <= times) throw new Error('The drive does not answer.')
    },
  }
}
const { signal } = new AbortController()

test('a first listing that fails is tried again, a few times', async () => {
  const passing = failing(2)
  await listed(passing.confirmed, signal, [0, 0, 0])
  expect(passing.asked()).toBe(3)
  const lasting = failing(9)
  await expect(listed(lasting.confirmed, signal, [0, 0, 0])).rejects.toThrow('does not answer')
  expect(lasting.asked()).toBe(4)
})

test('cancelled, it is not tried again', async () => {
  const ending = new AbortController()
  const { confirmed, asked } = failing(9)
  const listing = listed(confirmed, ending.signal, [60_000])
  await expect.poll(asked).toBe(1)
  ending.abort()
  await expect(listing).rejects.toThrow()
  expect(asked()).toBe(1)
})
