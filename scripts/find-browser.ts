import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env, getuid, platform } from 'node:process'

const LINUX_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const WINDOWS_PATHS = [
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'Chromium/Application/chrome.exe',
]

function candidates(): readonly string[] {
  if (platform === 'darwin') return MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  if (platform === 'win32')
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
      folder ? WINDOWS_PATHS.map((path) => join(folder, path)) : [],
    )
  return (env.PATH ?? '').split(delimiter).flatMap((folder) => LINUX_NAMES.map((name) => join(folder, name)))
}

const installed = (): string | undefined => candidates().find((path) => existsSync(path))

/** Installs a browser, which is a single command on Debian-based systems as root. */
function installChromium(): void {
  if (platform !== 'linux' || getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log('No Chromium found: installing it with apt-get.')
  const options = { stdio: 'ignore', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options)
}

/**
 * Returns the path of an installed Chromium, Chrome or Edge; `CHROMIUM_PATH` takes precedence. Throws with a message when there is none.
 */
export function findBrowser(): string {
  const given = env.CHROMIUM_PATH
  if (given) {
    if (existsSync(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`)
  }
  const found = installed()
  if (found) return found
  installChromium()
  const now = installed()
  if (now) return now
  throw new Error('No Chromium, Chrome or Edge found: install one, or set CHROMIUM_PATH to its program file.')
}
