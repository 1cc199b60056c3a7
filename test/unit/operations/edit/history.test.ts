import { expect, test } from 'vitest'
import type { Event } from '../../../../src/main/contract/event.ts'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import type { TimelineEntry } from '../../../../src/main/history/timeline.ts'
import { createHistory, refuseAfterEdits } from '../../../../src/main/operations/edit/history.ts'

interface Entry {
  readonly seq: number
  undone: boolean
  ended: boolean
  readonly what: TimelineEntry['what']
}

const edit = (seq: number): Entry => ({
  seq,
  undone: false,
  ended: false,
  what: { editId: seq, name: `Edit ${seq}`, kind: 'label' },
})
const run = (seq: number, running = false): Entry => ({
  seq,
  undone: false,
  ended: false,
  what: { runId: `run-${seq}`, actors: 1, deleted: 2, generated: 3, running },
})

/** Creates a timeline in memory; undoing or redoing an entry of `stuck` fails. */
function setup(entries: readonly Entry[], stuck: readonly number[] = [], recovered: readonly number[] = []) {
  const done: string[] = []
  const events: Event[] = []
  const viewOf = (entry: Entry | undefined): TimelineEntry | null =>
    entry ? { at: '2026-01-01T00:00:00Z', actorIds: ['ann'], cullingId: null, ...entry } : null
  const turn = (way: 'undo' | 'redo') => async (key: number | string) => {
    const entry = entries.find(({ what }) => ('runId' in what ? what.runId : what.editId) === key)!
    if (stuck.includes(entry.seq)) throw new EvencastError('CONFLICT', `Entry ${entry.seq} cannot be turned.`)
    entry.undone = way === 'undo'
    done.push(`${way} ${key}`)
  }
  const turns = { undo: turn('undo'), redo: turn('redo'), recoveredUndos: () => recovered }
  const history = createHistory({
    context: { emit: (event: Event) => events.push(event) } as never,
    timeline: {
      nextUndo: () => viewOf(entries.findLast(({ undone }) => !undone)),
      nextRedo: () => {
        const live = entries.findLast(({ undone }) => !undone)?.seq ?? 0
        return viewOf(entries.find(({ seq, undone, ended }) => undone && !ended && seq > live))
      },
      get: (seq: number) => viewOf(entries.find((entry) => entry.seq === seq)),
      list: (limit: number, before = Infinity) =>
        entries
          .filter(({ seq }) => seq < before)
          .toReversed()
          .slice(0, limit)
          .map(viewOf),
    } as never,
    editor: turns as never,
    fleet: { runs: new Map() },
    runner: turns as never,
    refreshed: async () => void done.push('refreshed'),
  })
  return { history, done, events }
}

test('undo and redo go along edits and runs in the order they were made, and windows hear of each', async () => {
  const { history, done, events } = setup([edit(1), run(2)])
  expect((await history.undo()).undo?.name).toBe('Edit 1')
  await history.undo()
  expect(await history.redo()).toMatchObject({
    undo: { id: '1' },
    redo: { name: 'Balance ann: 2 removed, 3 generated', kind: 'run' },
  })
  expect(done).toEqual(['undo run-2', 'refreshed', 'undo 1', 'redo 1'])
  expect(events).toHaveLength(3)
  history.announce()
  expect(events).toHaveLength(3)
})

test('where nothing is left, that is said', async () => {
  const { history } = setup([])
  await expect(history.undo()).rejects.toThrow('There is nothing to undo.')
  await expect(history.redo()).rejects.toThrow('There is nothing to redo.')
})

test('going to a point undoes or redoes all between, and stops with the reason where one does not turn', async () => {
  const { history, done } = setup([edit(1), edit(2), edit(3), edit(4)], [2])
  expect(await history.goTo('3')).toMatchObject({ undone: 1, redone: 0, stopped: null })
  expect(await history.goTo(null)).toMatchObject({
    undone: 1,
    stopped: 'Entry 2 cannot be turned.',
    history: { undo: { id: '2' } },
  })
  expect(await history.goTo('4')).toMatchObject({ undone: 0, redone: 2, stopped: null })
  expect(done).toEqual(['undo 4', 'undo 3', 'redo 3', 'redo 4'])
})

test('a point that is gone or was overtaken is refused before anything turns', async () => {
  const over = { ...edit(1), undone: true, ended: true }
  const { history, done } = setup([over, edit(2)])
  await expect(history.goTo('9')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(history.goTo('1')).rejects.toThrow('“Edit 1” was undone, and other changes have been made since')
  expect(done).toEqual([])
})

test('the list comes in pages, the newest first; a run under way has no figures yet', async () => {
  const { history } = setup([edit(1), edit(2), run(3, true)])
  const first = await history.list({ limit: 2 })
  expect(first).toMatchObject({ more: true, entries: [{ name: 'Balancing ann', running: true }, { id: '2' }] })
  expect(await history.list({ limit: 2, before: '2' })).toMatchObject({ more: false, entries: [{ id: '1' }] })
})

test('a run is not taken back from under later edits of its files', () => {
  const timeline = (later: string | null) => ({ laterEditOfFiles: () => later }) as never
  expect(() => refuseAfterEdits(timeline('Moved 2 images'), 'r')).toThrow(
    '“Moved 2 images” has moved or deleted images of this run',
  )
  expect(() => refuseAfterEdits(timeline(null), 'r')).not.toThrow()
})

test('who asks again for an undo that was killed asked for that one', async () => {
  const { history, done } = setup([edit(1), { ...edit(2), undone: true }], [], [2])
  expect(await history.undoNewest()).toMatchObject({ id: '2', name: 'Edit 2' })
  expect(done).toEqual([])
  expect(await history.undoNewest()).toMatchObject({ id: '1' })
  expect(done).toEqual(['undo 1'])
  await expect(history.undoNewest()).rejects.toThrow('There is nothing to undo.')
})
