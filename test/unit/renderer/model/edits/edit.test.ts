import { beforeEach, expect, test, vi } from 'vitest'
import type { HistoryView } from '../../../../../src/main/contract/views.ts'
import { answerCalls, resetAfterwards, standInForPage } from '../../../../support/window-core.ts'

const undo = vi.fn<() => Promise<HistoryView>>()
standInForPage()
answerCalls({ 'history.undo': undo })
const { edit, undoEdit } = await import('../../../../../src/renderer/src/model/edits/edit.ts')
const { setHistory, useLibrary } = await import('../../../../../src/renderer/src/model/library/library-store.ts')
const { toasts } = await import('../../../../../src/renderer/src/base/ui/notify.ts')
const { undo: undoNewest } = await import('../../../../../src/renderer/src/model/edits/history-steps.ts')
const { editCommands } = await import('../../../../../src/renderer/src/model/commands/edits.ts')
resetAfterwards(useLibrary)

const history = (id: string): HistoryView => ({
  undo: {
    id,
    name: `Edit ${id}`,
    kind: 'label',
    at: '2026-01-01',
    actorIds: [],
    undone: false,
    cullingId: null,
    running: false,
  },
  redo: null,
})

const newest = () => useLibrary.getState().history.undo?.id

beforeEach(() => undo.mockReset())

test('an edit is sent when the one before is answered and taken in', async () => {
  const order: string[] = []
  const first = edit({
    call: async () => history('1'),
    accepted: async () => {
      await Promise.resolve()
      order.push(`accepted with ${newest()} in the history`)
    },
  })
  const second = edit({
    call: async () => {
      order.push('second sent')
      return history('2')
    },
  })
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, value: history('1') },
    { ok: true, value: history('2') },
  ])
  expect(order).toEqual(['accepted with 1 in the history', 'second sent'])
  expect(newest()).toBe('2')
})

test('a refused edit is taken off the screen and named, and the next one goes out', async () => {
  setHistory(history('before'))
  const shown = vi.spyOn(toasts, 'add')
  const refused = vi.fn<() => void>()
  const accepted = vi.fn<() => void>()
  const first = edit({ call: () => Promise.reject(new Error('no')), accepted, refused })
  const second = edit({ call: async () => history('after') })
  expect((await first).ok).toBe(false)
  expect(refused).toHaveBeenCalledOnce()
  expect(accepted).not.toHaveBeenCalled()
  expect(shown).toHaveBeenCalledOnce()
  await second
  expect(newest()).toBe('after')
})

test('an edit is undone only while it is the latest', async () => {
  undo.mockResolvedValue(history('before'))
  const made = edit({ call: async () => history('mine') })
  await made
  setHistory(history('of somebody else'))
  expect(await undoEdit(made)).toBe(false)
  expect(undo).not.toHaveBeenCalled()
  setHistory(history('mine'))
  expect(await undoEdit(made)).toBe(true)
  expect(newest()).toBe('before')
})

test('a refused edit needs no undoing', async () => {
  const made = edit({ call: () => Promise.reject(new Error('no')) })
  expect(await undoEdit(made)).toBe(true)
  expect(undo).not.toHaveBeenCalled()
})

test('undo during a run says why nothing happens', async () => {
  const { undo: newest } = history('Balance alice')
  setHistory({ undo: newest && { ...newest, running: true }, redo: null })
  const shown = vi.spyOn(toasts, 'add')
  shown.mockClear()
  expect(editCommands.find(({ id }) => id === 'undo')?.when?.()).toBe(true)
  await undoNewest()
  expect(undo).not.toHaveBeenCalled()
  expect(shown).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({
      title: 'Edit Balance alice is still running. Cancel it, or undo it when it has finished.',
    }),
  )
})
