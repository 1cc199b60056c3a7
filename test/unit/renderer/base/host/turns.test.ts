import { expect, test } from 'vitest'
import { createTurns } from '../../../../../src/renderer/src/base/host/turns.ts'

const settle = () => new Promise(setImmediate)

function setup() {
  const inTurn = createTurns((work) => work)
  const begun: string[] = []
  const ends = new Map<string, PromiseWithResolvers<string>>()
  const task = (name: string) => () => {
    begun.push(name)
    const end = Promise.withResolvers<string>()
    ends.set(name, end)
    return end.promise
  }
  return { inTurn, begun, ends, task }
}

test('things are done one after the other, in the order in which they were asked for', async () => {
  const { inTurn, begun, ends, task } = setup()
  const answers = ['reject', 'undo', 'redo'].map((name) => inTurn(task(name)))
  for (const [at, name] of ['reject', 'undo', 'redo'].entries()) {
    await settle()
    expect(begun).toHaveLength(at + 1)
    ends.get(name)?.resolve(`${name} is done`)
  }
  expect(await Promise.all(answers)).toEqual(['reject is done', 'undo is done', 'redo is done'])
  expect(begun).toEqual(['reject', 'undo', 'redo'])
})

test('what fails says so to who asked for it, and keeps nobody waiting', async () => {
  const { inTurn, begun, ends, task } = setup()
  const undo = inTurn(task('undo'))
  const move = inTurn(task('move'))
  await settle()
  ends.get('undo')?.reject(new Error('no way back'))
  await expect(undo).rejects.toThrow('no way back')
  await settle()
  expect(begun).toEqual(['undo', 'move'])
  ends.get('move')?.resolve('moved')
  expect(await move).toBe('moved')
})
