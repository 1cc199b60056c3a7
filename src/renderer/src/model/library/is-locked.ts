import type { SettingKey } from '../../../../main/contract/settings.ts'
import { useLibrary } from './library-store.ts'

const LOCKED: ReadonlySet<string | undefined> = new Set(['flag', 'environment', 'library address', 'fleet'])

/** Returns true when a flag, the environment, the library's address or its fleet sets the value, so that it cannot be changed here. */
export const useLocked = (key: SettingKey): boolean => useLibrary((state) => LOCKED.has(state.settings?.sources[key]))
