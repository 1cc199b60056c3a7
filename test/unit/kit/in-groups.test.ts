import { expect, test } from 'vitest'
import { inGroups } from '../../../src/main/kit/in-groups.ts'

test('what comes while a group is under way goes together, and each item has its own answer', async () => {
  const groups: (readonly string[])[] = []
  const gate = Promise.withResolvers<void>()
  const write = inGroups<string>(async (items) => {
    groups.push(items)
    await gate.promise
    return Promise.allSettled(items.map(async (item) => item === 'bad' && Promise.reject(new Error('full'))))
  })
  const first = write('a')
  const others = [write('b'), write('bad'), write('c')]
  gate.resolve()
  await first
  expect((await Promise.allSettled(others)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(groups).toEqual([['a'], ['b', 'bad', 'c']])
})

test('a group that fails as a whole fails for each, and the next one goes on', async () => {
  let runs = 0
  const write = inGroups<string>(async (items) => {
    if (++runs === 1) throw new Error('the drive is gone')
    return items.map(() => ({ status: 'fulfilled', value: undefined }))
  })
  await expect(write('a')).rejects.toThrow('the drive is gone')
  await write('b')
})
