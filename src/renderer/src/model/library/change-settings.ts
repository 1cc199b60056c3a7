import { create } from 'zustand'
import type { Settings, SettingKey } from '../../../../main/contract/settings.ts'
import { useLibrary } from './library-store.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'

export type Scope = 'library' | 'user'

const useSaving = create<{ readonly last: Promise<unknown> }>()(() => ({ last: Promise.resolve() }))

/** Keeps count of a change on its way, for those who must not act before it counts. */
export function saving<T>(work: Promise<T>): Promise<T> {
  useSaving.setState(({ last }) => ({ last: Promise.allSettled([last, work]) }))
  return work
}

/** Leaving a field saves it, also when it is left for a button: what the button does waits for this. */
export const allSaved = (): Promise<unknown> => useSaving.getState().last

async function patch(change: Parameters<typeof api.settings.set>[0]): Promise<boolean> {
  const answer = await outcome(api.settings.set(change))
  if (answer.ok) useLibrary.setState({ settings: answer.value })
  else notify('error', answer.problem.message)
  return answer.ok
}

/** False when it was refused; the user has been told then. */
export const changeSettings = (scope: Scope, values: Partial<Settings>): Promise<boolean> =>
  saving(patch({ scope, values }))

/** Lets a setting fall back to what applies below this scope. */
export const resetSetting = (scope: Scope, key: SettingKey): Promise<boolean> =>
  saving(patch({ scope, values: {}, reset: [key] }))
