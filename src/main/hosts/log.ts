import { dirname } from 'node:path'
import { destination, type Logger, pino } from 'pino'
import { makePrivateFolder } from '../kit/private-folder.ts'

/** Warnings and bugs, as JSON lines, in `evencast.log` beside the settings. `EVENCAST_LOG` sets the level: "debug" says more. */
export function createLog(logFile: string, env: Readonly<Record<string, string | undefined>>): Logger {
  makePrivateFolder(dirname(logFile))
  return pino(
    { level: env.EVENCAST_LOG || 'warn', base: null },
    // For its owner's eyes only: it names folders and files.
    destination({ dest: logFile, mkdir: true, sync: true, mode: 0o600 }),
  )
}
