import { expect, test } from 'vitest'
import { createTogether } from '../../../src/main/kit/together.ts'

/** Records what was saved, and in how many transactions. */
function recorder() {
  const kept: string[][] = []
  let open: string[] = []
  const together = createTogether((work) => {
    open = []
    work()
    kept.push(open)
  })
  return { kept, together, write: (what: string) => void open.push(what) }
}

test('what is asked for in one turn shares a transaction, and each is answered after it', async () => {
  const { kept, together, write } = recorder()
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      together(() => {
        write(name)
        return name.toUpperCase()
      }).then((answer) => ({ answer, transactions: kept.length })),
    ),
  )
  expect(answers).toEqual(['A', 'B', 'C'].map((answer) => ({ answer, transactions: 1 })))
  expect(kept).toEqual([['a', 'b', 'c']])
  await together(() => write('d'))
  expect(kept).toEqual([['a', 'b', 'c'], ['d']])
})

test('one that throws takes none of the others with it', async () => {
  const { kept, together, write } = recorder()
  const results = await Promise.allSettled([
    together(() => write('a')),
    together(() => {
      write('b')
      throw new Error('no')
    }),
    together(() => write('c')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(kept.flat().toSorted()).toEqual(['a', 'c'])
})

test('long work is more than one transaction, in the order it was asked for', async () => {
  const { kept, together, write } = recorder()
  const long = (name: string) =>
    together(() => {
      write(name)
      for (const end = performance.now() + 3; performance.now() < end;);
    })
  await Promise.all(['a', 'b', 'c'].map(long))
  expect(kept).toEqual([['a'], ['b'], ['c']])
})

test('where no transaction can begin, everybody is told', async () => {
  const together = createTogether(() => {
    throw new Error('closed')
  })
  const results = await Promise.allSettled([together(() => 1), together(() => 2)])
  expect(results.map((result) => result.status === 'rejected' && String(result.reason))).toEqual([
    'Error: closed',
    'Error: closed',
  ])
})

test('after one has thrown, others have their turn between those that are run again', async () => {
  const { together, write } = recorder()
  let turns = 0
  const runs: number[] = []
  const each = (name: string) =>
    together(() => {
      runs.push(turns)
      write(name)
    })
  const all = Promise.allSettled([
    each('a'),
    each('b'),
    each('c'),
    together(() => {
      throw new Error('no')
    }),
  ])
  let isOver = false
  void all.then(() => (isOver = true))
  while (!isOver) {
    turns++
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(new Set(runs.slice(-2)).size).toBe(2)
})
