import { join } from 'node:path'
import envPaths from 'env-paths'

/** Paths of the built program and the user's own files. */
export interface Places {
  readonly configDir: string
  readonly resourcesDir: string
  readonly workerFile: string
  readonly decoderFile: string
  /** The built interface. */
  readonly uiDir: string
  readonly preloadFile: string
  /** Warnings and bugs, as JSON lines. */
  readonly logFile: string
  /** Licenses of everything that is shipped; created with a package. */
  readonly licencesFile: string
}

/**
 * `mainDir` is the folder of a built entry (`out/main`). Only entries know it, because shared code may be moved into chunks, where
 * `import.meta.dirname` is another folder.
 */
export function placesOf(mainDir: string, env: Readonly<Record<string, string | undefined>>): Places {
  const configDir = env.EVENCAST_CONFIG_DIR || envPaths('evencast', { suffix: '' }).config
  return {
    configDir,
    resourcesDir: join(mainDir, '../../resources'),
    workerFile: join(mainDir, 'worker.js'),
    decoderFile: join(mainDir, 'decoder.js'),
    uiDir: join(mainDir, '../renderer'),
    preloadFile: join(mainDir, '../preload/index.cjs'),
    logFile: join(configDir, 'evencast.log'),
    licencesFile: join(mainDir, '../licences.txt'),
  }
}
