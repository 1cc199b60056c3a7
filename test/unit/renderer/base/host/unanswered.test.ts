import { expect, test } from 'vitest'
import { createTurns } from '../../../../../src/renderer/src/base/host/turns.ts'
import { createUnanswered, type LeavesLater } from '../../../../../src/renderer/src/base/host/unanswered.ts'

function setup(later?: LeavesLater) {
  const page = new EventTarget()
  /** Returns true when closing the page would now be prevented. */
  const held = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  return { untilAnswered: createUnanswered(() => page, later), held }
}

test('the page is held until the last edit has its answer, a refusal too, and again for the next', async () => {
  const { untilAnswered, held } = setup()
  expect(held()).toBe(false)
  const first = Promise.withResolvers<string>()
  const second = Promise.withResolvers<string>()
  const answers = [untilAnswered(first.promise), untilAnswered(second.promise)]
  expect(held()).toBe(true)
  first.resolve('kept')
  expect(await answers[0]).toBe('kept')
  expect(held()).toBe(true)
  second.reject(new Error('refused'))
  await expect(answers[1]).rejects.toThrow('refused')
  expect(held()).toBe(false)
  const third = untilAnswered(Promise.resolve())
  expect(held()).toBe(true)
  await third
  expect(held()).toBe(false)
})

test('words that wait for their turn hold the page as well', async () => {
  const { untilAnswered, held } = setup()
  const inTurn = createTurns(untilAnswered)
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  void inTurn(() => first.promise)
  void inTurn(() => second.promise)
  first.resolve()
  await new Promise(setImmediate)
  expect(held()).toBe(true)
  second.resolve()
  await new Promise(setImmediate)
  expect(held()).toBe(false)
})

test('a window that cannot ask says that it waits, and closes with the last answer', async () => {
  const done: string[] = []
  const later = { say: () => void done.push('waits'), leave: () => void done.push('leaves') }
  const { untilAnswered, held } = setup(later)
  const edit = Promise.withResolvers<void>()
  const answer = untilAnswered(edit.promise)
  expect(held()).toBe(true)
  expect(done).toEqual(['waits'])
  edit.resolve()
  await answer
  expect(done).toEqual(['waits', 'leaves'])
})

test('and who closes it again means it', async () => {
  const { untilAnswered, held } = setup({ say: () => {}, leave: () => {} })
  void untilAnswered(new Promise(() => {}))
  expect(held()).toBe(true)
  expect(held()).toBe(false)
})
