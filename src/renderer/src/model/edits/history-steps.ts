import { create } from 'zustand'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { setHistory, useLibrary } from '../library/library-store.ts'
import { EDIT_TOAST } from './edit-toast.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { reload } from './reload.ts'

/** Number of undo and redo steps that are queued or running. */
const useSteps = create<{ readonly pending: number }>()(() => ({ pending: 0 }))

export const isStepping = (): boolean => useSteps.getState().pending > 0

const count = (change: 1 | -1): void => useSteps.setState(({ pending }) => ({ pending: pending + change }))

/** Returns false when there was nothing to undo or redo, or the core refused. */
async function take(direction: 'undo' | 'redo'): Promise<boolean> {
  const entry = useLibrary.getState().history[direction]
  if (!entry) return false
  if (entry.running) {
    notify('info', strings.edits.stillRunning(entry.name), undefined, EDIT_TOAST)
    return false
  }
  const result = await attempt(() => api.history[direction]())
  if (!result.ok) return false
  setHistory(result.value)
  const { edits } = strings
  const [message, back] =
    direction === 'undo' ? [edits.undone(entry.name), 'redo' as const] : [edits.redone(entry.name), 'undo' as const]
  announce(message)
  notify('info', message, { label: strings[back], run: () => void step(back) }, EDIT_TOAST)
  return true
}

async function step(direction: 'undo' | 'redo'): Promise<void> {
  count(1)
  const taken = await inTurn(() => take(direction)).finally(() => count(-1))
  if (taken) await reload()
}

/** Undoes or redoes the newest edit or run. */
export const undo = (): Promise<void> => step('undo')
export const redo = (): Promise<void> => step('redo')

/** Undoes or redoes up to an entry of the history; null undoes all of it. */
export async function goTo(id: string | null): Promise<void> {
  const result = await inTurn(() => attempt(() => api.history.goTo({ id })))
  if (!result.ok) return
  const { history, undone, redone, stopped } = result.value
  setHistory(history)
  const { edits } = strings
  if (stopped !== null) notify('warning', edits.stopped(undone, redone, stopped))
  else if (undone + redone > 0) announce(edits.steps(undone, redone))
  await reload()
}
