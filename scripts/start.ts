/** `npm start [-- FOLDER]`: starts the desktop app, or the same app in a browser where no window can open. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { argv, env, getuid, platform, stdin } from 'node:process'
import { ensureBuilt, ROOT } from './build.ts'
import { downloadElectron, findElectron, hasDisplay } from './electron.ts'

/** An app that exits with an error sooner than this did not start. */
const STARTUP_MS = 10_000

// npm runs scripts in the package's folder; the user's working directory is in INIT_CWD.
const folder = argv[2] === undefined ? [] : [resolve(env.INIT_CWD ?? '.', argv[2])]

async function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { cwd: env.INIT_CWD ?? ROOT, stdio: 'inherit' })
  // On a terminal the child receives Ctrl+C itself, and a second signal would tell it not to wait, so none is sent.
  process.on('SIGINT', () => stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  try {
    const [code] = await once(child, 'exit')
    return typeof code === 'number' ? code : 130
  } catch {
    return 1
  }
}

/** Runs the desktop app. Returns the reason when that is not possible here, or null. */
async function desktop(): Promise<string | null> {
  if (!hasDisplay()) return 'There is no display'
  // Chromium's sandbox refuses to run as root on Linux, and the app must not run without it.
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
