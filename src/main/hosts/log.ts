import { join } from 'node:path'
import { destination, type Logger, pino } from 'pino'
import { makePrivateFolder } from '../kit/private-folder.ts'

/** Warnings and bugs, as JSON lines, in `evencast.log` beside the settings. `EVENCAST_LOG` sets the level: "debug" says more. */
export function createLog(configDir: string, env: Readonly<Record<string, string | undefined>>): Logger {
  makePrivateFolder(configDir)
  return pino(
    { level: env.EVENCAST_LOG || 'warn', base: null },
    // For its owner's eyes only: it names folders and files.
    destination({ dest: join(configDir, 'evencast.log'), mkdir: true, sync: true, mode: 0o600 }),
  )
}
