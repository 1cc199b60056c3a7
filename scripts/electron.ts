import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env, platform } from 'node:process'
import { ROOT } from './build.ts'

const PACKAGE = join(ROOT, 'node_modules/electron')
const DOWNLOAD_LIMIT_MS = 180_000

/** Path of Electron's program file, or null when it was not downloaded; `ELECTRON_PATH` names another. Never imports `electron`, which would download it. */
export function findElectron(): string | null {
  if (env.ELECTRON_PATH) return existsSync(env.ELECTRON_PATH) ? env.ELECTRON_PATH : null
  const pathFile = join(PACKAGE, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Electron's package brings its program file only when it is first needed. Null when it cannot be had. */
export function downloadElectron(): string | null {
  console.log('Downloading Electron, this once …')
  spawnSync(process.execPath, [join(PACKAGE, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
  return findElectron()
}

/** Why the app cannot be run in Electron itself here; null when it can. */
export function electronObstacle(): string | null {
  if (findElectron() === null)
    return env.ELECTRON_PATH
      ? `there is no program at ELECTRON_PATH, ${env.ELECTRON_PATH}`
      : 'Electron’s program was not downloaded (npx install-electron --no, or ELECTRON_PATH)'
  return hasDisplay() ? null : 'there is no display (apt install xvfb brings one)'
}

export const hasDisplay = (): boolean => platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
