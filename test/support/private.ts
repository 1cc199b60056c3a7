import { chmod } from 'node:fs/promises'

/** Sets the mode that Evencast gives its settings folder. A folder made by a test would cause a warning. */
export const makePrivate = (configDir: string): Promise<void> => chmod(configDir, 0o700).catch(() => undefined)
