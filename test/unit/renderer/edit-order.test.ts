import { expect, test } from 'vitest'
import { createEditOrder } from '../../../src/renderer/src/app/edit-order.ts'

const turn = () => new Promise(setImmediate)

function setup() {
  const order = createEditOrder()
  const begun: string[] = []
  const ends = new Map<string, PromiseWithResolvers<void>>()
  const work = (name: string) => () => {
    begun.push(name)
    const end = Promise.withResolvers<void>()
    ends.set(name, end)
    return end.promise
  }
  const end = async (name: string) => {
    ends.get(name)?.resolve()
    await turn()
  }
  return { order, begun, work, end, ends }
}

test('a step waits for the edits before it, edits after it wait for the step', async () => {
  const { order, begun, work, end } = setup()
  void order.edit(work('reject'))
  void order.edit(work('flag'))
  void order.step(work('undo'))
  void order.step(work('redo'))
  void order.edit(work('move'))
  await turn()
  expect(begun).toEqual(['reject', 'flag'])
  expect(order.stepping()).toBe(true)
  await end('flag')
  expect(begun).toEqual(['reject', 'flag'])
  await end('reject')
  expect(begun).toEqual(['reject', 'flag', 'undo'])
  await end('undo')
  expect(begun).toEqual(['reject', 'flag', 'undo', 'redo'])
  await end('redo')
  expect(begun).toEqual(['reject', 'flag', 'undo', 'redo', 'move'])
  expect(order.stepping()).toBe(false)
})

test('what fails keeps nobody waiting, and says so to who asked for it', async () => {
  const { order, begun, work, ends } = setup()
  const held = order.hold(Promise.reject(new Error('refused')))
  const undo = order.step(work('undo'))
  const edit = order.edit(work('edit'))
  await expect(held).rejects.toThrow('refused')
  await turn()
  ends.get('undo')?.reject(new Error('no way back'))
  await expect(undo).rejects.toThrow('no way back')
  await turn()
  expect(begun).toEqual(['undo', 'edit'])
  ends.get('edit')?.resolve()
  await edit
})
