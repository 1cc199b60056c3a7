import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env, platform } from 'node:process'
import { ROOT } from './build.ts'

const PACKAGE = join(ROOT, 'node_modules/electron')
const DOWNLOAD_LIMIT_MS = 180_000

/**
 * Returns the path of Electron's program, or null when it was not downloaded; `ELECTRON_PATH` overrides it. Never imports `electron`, which
 * would download it.
 */
export function findElectron(): string | null {
  if (env.ELECTRON_PATH) return existsSync(env.ELECTRON_PATH) ? env.ELECTRON_PATH : null
  const pathFile = join(PACKAGE, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Downloads Electron's program, as its package does on first use. Returns null when that fails. */
export function downloadElectron(): string | null {
  console.log('Downloading Electron, this once …')
  spawnSync(process.execPath, [join(PACKAGE, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
  return findElectron()
}

/** Returns why the app cannot run in Electron here; null when it can. */
export function electronObstacle(): string | null {
  if (findElectron() === null)
    return env.ELECTRON_PATH
      ? `there is no program at ELECTRON_PATH, ${env.ELECTRON_PATH}`
      : 'Electron’s program was not downloaded (npx install-electron --no, or ELECTRON_PATH)'
  return hasDisplay() ? null : 'there is no display (apt install xvfb brings one)'
}

export const hasDisplay = (): boolean => platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
