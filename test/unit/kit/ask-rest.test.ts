import { expect, test } from 'vitest'
import { askRest } from '../../../src/main/kit/ask-rest.ts'

test('asks for what is not known, all at once, and answers in order', async () => {
  const asked: (readonly number[])[] = []
  const known = (n: number) => (n % 2 === 0 ? `known ${n}` : undefined)
  const ask = async (rest: readonly number[]) => {
    asked.push(rest)
    return rest.map((n) => `asked ${n}`)
  }
  expect(await askRest([1, 2, 3, 4], known, ask)).toEqual(['asked 1', 'known 2', 'asked 3', 'known 4'])
  expect(await askRest([2, 4], known, ask)).toEqual(['known 2', 'known 4'])
  expect(asked).toEqual([[1, 3]])
})
