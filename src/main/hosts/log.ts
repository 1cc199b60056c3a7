import { closeSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type * as Pino from 'pino'
import type { Log } from '../kit/log.ts'
import { makePrivateFolder } from '../kit/private-folder.ts'

/**
 * Logs warnings and bugs as JSON lines to `evencast.log` beside the settings. `EVENCAST_LOG` sets the level, such as "debug". The logger is
 * loaded with the first line, because most starts write none.
 */
export function createLog(logFile: string, env: Readonly<Record<string, string | undefined>>): Log {
  makePrivateFolder(dirname(logFile))
  // Only the owner may read the log, because it contains names of folders and files.
  closeSync(openSync(logFile, 'a', 0o600))
  const load = createRequire(import.meta.url)
  let opened: Pino.Logger | undefined
  const open = (): Pino.Logger => {
    const { destination, pino }: typeof Pino = load('pino')
    const options = { level: env.EVENCAST_LOG || 'warn', base: null }
    return pino(options, destination({ dest: logFile, sync: true, mode: 0o600 }))
  }
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) =>
      (opened ??= open())[level](fields, message)
  return { info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') }
}
