import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** The built program under test: the checkout's, or a patched copy. */
export interface Program {
  /** A folder with `bin`, `out` and `src`. */
  readonly root: string
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** Events of its journal and files, in order; null when it was killed. */
  readonly events: readonly string[] | null
}

export interface Attempt {
  readonly configDir: string
  readonly env?: Readonly<Record<string, string>>
  /** Number of the event at which the signal is sent. */
  readonly at?: number | undefined
  /** Time after which the signal is sent instead, in milliseconds. */
  readonly afterMs?: number | undefined
  readonly signal?: NodeJS.Signals | undefined
  /** Number of the write from which on the disk is full. */
  readonly fullAt?: number | undefined
  readonly count?: boolean | undefined
  readonly timeoutMs?: number | undefined
}

/** Time after which a command counts as hanging, in milliseconds. */
const HANGS_AFTER_MS = 120_000
const RESUME_EVERY_MS = 200

export function environmentOf({ configDir, env, at, signal = 'SIGKILL', fullAt, count }: Attempt, countFile: string) {
  return {
    ...process.env,
    NODE_OPTIONS: '',
    EVENCAST_CONFIG_DIR: configDir,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...env,
    ...(at !== undefined && { TORTURE_AT: String(at), TORTURE_SIGNAL: signal }),
    ...(fullAt !== undefined && { TORTURE_FULL_AT: String(fullAt) }),
    ...(count && { TORTURE_COUNT: countFile }),
  }
}

export const argumentsOf = ({ root }: Program, args: readonly string[]): string[] => [
  '--import',
  join(import.meta.dirname, 'kill-preload.mjs'),
  join(root, 'bin/evencast.mjs'),
  ...args,
]

/** Runs the command line until it ends, sending the signal on the way. A process stopped by SIGSTOP is continued. */
export async function run(program: Program, args: readonly string[], attempt: Attempt): Promise<Ended> {
  const { afterMs, signal = 'SIGKILL', configDir, timeoutMs = HANGS_AFTER_MS } = attempt
  const countFile = join(configDir, `events-${process.hrtime.bigint()}`)
  const child = spawn(process.execPath, argumentsOf(program, args), {
    cwd: configDir,
    env: environmentOf(attempt, countFile),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const timers = [
    setTimeout(() => child.kill('SIGKILL'), timeoutMs),
    ...(afterMs === undefined ? [] : [setTimeout(() => child.kill(signal), afterMs)]),
  ]
  const resuming = signal === 'SIGSTOP' ? setInterval(() => child.kill('SIGCONT'), RESUME_EVERY_MS) : undefined
  const [code, by] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  timers.forEach(clearTimeout)
  clearInterval(resuming)
  return { code, signal: by, stdout, stderr, events: await takeEvents(countFile) }
}

/** Reads the events that a finished program recorded. */
export async function takeEvents(countFile: string): Promise<readonly string[] | null> {
  const written = await readFile(countFile, 'utf8').catch(() => null)
  await rm(countFile, { force: true })
  return written === null ? null : z.array(z.string()).parse(JSON.parse(written))
}
