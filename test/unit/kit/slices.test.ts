import { expect, test } from 'vitest'
import { writeInSlices } from '../../../src/main/kit/slices.ts'

test('many small writes are made in order, in several transactions, with turns of others in between', async () => {
  const seen: string[] = []
  let others = true
  const interrupt = (): void => {
    if (!others) return
    if (seen.at(-1) !== 'other') seen.push('other')
    setImmediate(interrupt)
  }
  setImmediate(interrupt)
  const slow = (n: number) => () => {
    const until = performance.now() + 2
    while (performance.now() < until);
    seen.push(`write ${n}`)
  }
  const transaction = (work: () => void): void => {
    seen.push('begin')
    work()
    seen.push('end')
  }
  await writeInSlices(
    transaction,
    Array.from({ length: 9 }, (_, n) => slow(n)),
  )
  others = false
  expect(seen.filter((each) => each.startsWith('write'))).toEqual(Array.from({ length: 9 }, (_, n) => `write ${n}`))
  expect(seen.filter((each) => each === 'begin').length).toBeGreaterThan(2)
  const first = seen.indexOf('end')
  expect(seen.slice(first + 1, seen.indexOf('begin', first))).toEqual(['other'])
  // No other work runs during a transaction.
  expect(seen.join(' ')).not.toMatch(/begin (write \d+ )*other/)
})

test('no writes take no transaction', async () => {
  await writeInSlices(() => expect.unreachable(), [])
})
