import { expect, test } from 'vitest'
import { libraryWarnings } from '../../../../../src/renderer/src/model/library/warnings.ts'

test('files that are not read are counted over all actors, without those that are meant so', () => {
  const skipped = (reason: 'link' | 'format' | 'system', count: number) => ({ reason, count, sentence: '' })
  const actors = [{ skipped: [skipped('link', 2), skipped('system', 9)] }, { skipped: [skipped('format', 3)] }]
  const none = { skipped: [] }
  expect(libraryWarnings({ warnings: ['One.'] }, [...actors, none])).toEqual([
    'One.',
    '5 files of 2 actors are not read. Open an actor to see which and why.',
  ])
  expect(libraryWarnings({ warnings: [] }, [{ skipped: [skipped('system', 1)] }])).toEqual([])
})

test('what keeps a library from its store is a warning for as long as it lasts', () => {
  const inStore = { toCome: 0, problem: 'The store does not answer.' }
  expect(libraryWarnings({ warnings: [], inStore }, [])).toEqual([
    'The store does not answer. Changes are kept here and sent later.',
  ])
  expect(libraryWarnings({ warnings: [], inStore: { ...inStore, problem: null } }, [])).toEqual([])
})
