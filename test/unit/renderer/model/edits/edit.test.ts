import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { HistoryView } from '../../../../../src/main/contract/views.ts'

type Answer = { readonly ok: true; readonly value: HistoryView } | { readonly ok: false }
interface Edits {
  readonly edit: (request: {
    readonly call: () => Promise<HistoryView>
    readonly accepted?: () => Promise<void> | void
    readonly refused?: () => void
    readonly retry?: () => void
  }) => Promise<Answer>
  readonly undoEdit: (made: Promise<Answer>) => Promise<boolean>
}
interface Library {
  readonly useLibrary: { readonly getState: () => { readonly history: HistoryView } }
  readonly setHistory: (history: HistoryView) => void
}
interface Notices {
  readonly toasts: { readonly add: (options: { readonly title?: unknown }) => string }
}

const WINDOW = '../../../../../src/renderer/src'
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

const undo = vi.hoisted(() => vi.fn<() => Promise<HistoryView>>())
vi.mock('../../../../../src/renderer/src/base/host/connect.ts', () => ({ api: { history: { undo } } }))

async function load() {
  vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} })
  vi.stubGlobal('navigator', { userAgent: '' })
  const edits = await vi.importActual<Edits>(`${WINDOW}/model/edits/edit.ts`)
  const library = await vi.importActual<Library>(`${WINDOW}/model/library/library-store.ts`)
  const notices = await vi.importActual<Notices>(`${WINDOW}/base/ui/notify.ts`)
  return { ...edits, ...library, ...notices, newest: () => library.useLibrary.getState().history.undo?.id }
}

// What files before have loaded asks the real core.
beforeAll(() => vi.resetModules())
afterAll(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})
beforeEach(() => undo.mockReset())

test('an edit is sent when the one before is answered and taken in', async () => {
  const { edit, newest } = await load()
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
  const { edit, newest, setHistory, toasts } = await load()
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
  const { edit, newest, setHistory, undoEdit } = await load()
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
  const { edit, undoEdit } = await load()
  const made = edit({ call: () => Promise.reject(new Error('no')) })
  expect(await undoEdit(made)).toBe(true)
  expect(undo).not.toHaveBeenCalled()
})
