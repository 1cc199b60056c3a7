import { chmod } from 'node:fs/promises'

/** As the folder of settings is where Evencast made it: one that a test made is told of otherwise. */
export const makePrivate = (configDir: string): Promise<void> => chmod(configDir, 0o700).catch(() => undefined)
