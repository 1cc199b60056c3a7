import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { CLI } from './app.ts'
import { makePrivate } from './private.ts'

export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly configDir: string
  readonly cwd?: string
  readonly nodeArgs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Called with stderr so far; returning true sends an interrupt, once. */
  readonly interruptWhen?: (stderr: string) => boolean
  /** Sends the signal once, when `when` first returns true. */
  readonly stop?: { readonly signal: NodeJS.Signals; readonly when: () => boolean }
}

/** Runs the built command line to its end. */
export async function runBuiltCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const { configDir, cwd = configDir, nodeArgs = [], env = {}, interruptWhen, stop } = options
  await makePrivate(configDir)
  const child = spawn(process.execPath, [...nodeArgs, CLI, ...args], {
    cwd,
    env: { ...process.env, EVENCAST_CONFIG_DIR: configDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let interrupted = false
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
    if (interrupted || !interruptWhen?.(stderr)) return
    interrupted = true
    child.kill('SIGINT')
  })
  const watching = setInterval(() => {
    if (!stop?.when()) return
    clearInterval(watching)
    child.kill(stop.signal)
  }, 10)
  const [code] = await once(child, 'close')
  clearInterval(watching)
  return { code: typeof code === 'number' ? code : null, stdout, stderr }
}
