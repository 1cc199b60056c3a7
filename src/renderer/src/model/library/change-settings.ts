import { create } from 'zustand'
import type { Settings, SettingKey } from '../../../../main/contract/settings.ts'
import { useLibrary } from './library-store.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'

export type Scope = 'library' | 'user'

const useSaving = create<{ readonly last: Promise<unknown> }>()(() => ({ last: Promise.resolve() }))

/** Tracks a pending change of the settings, for actions that must wait for it. */
export function saving<T>(work: Promise<T>): Promise<T> {
  useSaving.setState(({ last }) => ({ last: Promise.allSettled([last, work]) }))
  return work
}

/**
 * Resolves once all pending changes are saved. A field saves on blur, also when the user clicks a button, and the button's action waits for
 * this.
 */
export const allSaved = (): Promise<unknown> => useSaving.getState().last

async function patch(change: Parameters<typeof api.settings.set>[0]): Promise<boolean> {
  const answer = await outcome(api.settings.set(change))
  if (answer.ok) useLibrary.setState({ settings: answer.value })
  else notify('error', answer.problem.message)
  return answer.ok
}

/** Saves settings. Returns false when they were refused, after the user has been notified. */
export const changeSettings = (scope: Scope, values: Partial<Settings>): Promise<boolean> =>
  saving(patch({ scope, values }))

/** Resets a setting to the value of the scope below. */
export const resetSetting = (scope: Scope, key: SettingKey): Promise<boolean> =>
  saving(patch({ scope, values: {}, reset: [key] }))
