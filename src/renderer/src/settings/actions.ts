import type { Settings, SettingKey } from '../../../main/contract/settings.ts'
import { useLibrary } from '../app/library-store.ts'
import { type Outcome, outcome } from '../host/attempt.ts'
import { api } from '../host/connect.ts'
import { notify } from '../ui/notify.ts'

export type Scope = 'library' | 'user'

const take = (answer: Outcome<Awaited<ReturnType<typeof api.settings.set>>>): void => {
  if (answer.ok) useLibrary.setState({ settings: answer.value })
  else notify('error', answer.problem.message)
}

export async function changeSettings(scope: Scope, values: Partial<Settings>): Promise<void> {
  take(await outcome(api.settings.set({ scope, values })))
}

/** Lets a setting fall back to what applies below this scope. */
export async function resetSetting(scope: Scope, key: SettingKey): Promise<void> {
  take(await outcome(api.settings.set({ scope, values: {}, reset: [key] })))
}
