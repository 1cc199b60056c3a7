import { closeSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type * as Pino from 'pino'
import type { Log } from '../kit/log.ts'
import { makePrivateFolder } from '../kit/private-folder.ts'

/**
 * Warnings and bugs, as JSON lines, in `evencast.log` beside the settings. `EVENCAST_LOG` sets the level: "debug" says more. What writes it
 * is loaded with the first line, since most starts write none.
 */
export function createLog(logFile: string, env: Readonly<Record<string, string | undefined>>): Log {
  makePrivateFolder(dirname(logFile))
  // For its owner's eyes only: it names folders and files.
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
