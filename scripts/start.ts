/** `npm start [-- FOLDER]`: the desktop app; where there can be no window, the same app in a browser. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { argv, env, getuid, platform, stdin } from 'node:process'
import { ensureBuilt, ROOT } from './build.ts'
import { downloadElectron, findElectron, hasDisplay } from './electron.ts'

/** An app that ends sooner than this, and with an error, never came up. */
const STARTUP_MS = 10_000

// npm runs scripts in the package's folder; the user's own is in INIT_CWD.
const folder = argv[2] === undefined ? [] : [resolve(env.INIT_CWD ?? '.', argv[2])]

async function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { cwd: env.INIT_CWD ?? ROOT, stdio: 'inherit' })
  // On a terminal Ctrl+C reaches the child by itself, and a second one would tell it not to wait; here it is only waited for.
  process.on('SIGINT', () => stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  try {
    const [code] = await once(child, 'exit')
    return typeof code === 'number' ? code : 130
  } catch {
    return 1
  }
}

/** Runs the desktop app; a sentence when that is not possible here, null when it ran. */
async function desktop(): Promise<string | null> {
  if (!hasDisplay()) return 'There is no display'
  // Chromium's sandbox refuses to run as root on Linux, and without it a window is not worth having.
  if (platform === 'linux' && getuid?.() === 0) return 'Electron does not run as root'
  const electron = findElectron() ?? downloadElectron()
  if (!electron) return 'Electron could not be downloaded'
  const startedAtMs = Date.now()
  const code = await run(electron, [ROOT, ...folder])
  if (code !== 0 && Date.now() - startedAtMs < STARTUP_MS) return `Electron ended with code ${code}`
  process.exitCode = code
  return null
}

try {
  ensureBuilt()
  const reason = await desktop()
  if (reason) {
    console.log(`${reason}: serving Evencast to a browser instead.`)
    process.exitCode = await run(process.execPath, [join(ROOT, 'bin/evencast.mjs'), 'serve', ...folder])
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
