import { expect, test } from 'vitest'
import type { Evaluator, MeasuredFile } from '../../../src/main/evaluation/evaluator.ts'
import { knownEvaluator } from '../../../src/main/evaluation/known-evaluator.ts'

const found = (sha256: string): MeasuredFile => ({ sha256, bytes: 1, measured: { unreadable: sha256, unproven: true } })

test('a file that is known is never opened, whatever is asked of it', async () => {
  const opened: string[] = []
  const own = async (file: string) => (opened.push(file), found(`read ${file}`))
  const inner: Pick<Evaluator, 'measure' | 'measureMany' | 'digests'> = {
    measure: own,
    measureMany: (files) => Promise.all(files.map(own)),
    digests: (files) => Promise.all(files.map(async (file) => (await own(file)).sha256)),
  }
  const evaluator = knownEvaluator(inner as Evaluator, (file) => (file === 'a' ? found('known') : undefined))
  expect(await evaluator.measure('a')).toEqual(found('known'))
  expect(await evaluator.measureMany(['a', 'b'])).toEqual([found('known'), found('read b')])
  expect(await evaluator.digests(['b', 'a'])).toEqual(['read b', 'known'])
  expect(await evaluator.digests(['a'])).toEqual(['known'])
  expect(opened).toEqual(['b', 'b'])
})
