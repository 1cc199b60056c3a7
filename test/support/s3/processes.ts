import { execFile, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** Processes of one temporary server, with their own folder. */
export interface Processes {
  readonly dir: string
  /** Runs a command to its end and returns stdout. */
  readonly run: (command: string, args: readonly string[]) => Promise<string>
  /** Starts a background process; its output goes to the folder. */
  readonly start: (name: string, command: string, args: readonly string[]) => void
  readonly until: (what: string, check: () => Promise<unknown>, timeoutMs: number) => Promise<void>
  /** Kills only the processes started here and removes the folder. */
  readonly stop: () => Promise<void>
}

/** Does the work of `stop` when the tests' process ends without calling it, because the guard's stdin is closed then. */
const GUARD = `
  while read -r pid; do pids="$pids $pid"; done
  for pid in $pids; do kill -s KILL -- "-$pid"; done
  rm -rf "$1"`

export async function createProcesses(name: string): Promise<Processes> {
  const dir = await mkdtemp(join(tmpdir(), `evencast-${name}-`))
  const running = new Map<number, Promise<void>>()
  // Each process has its own group, because some of these programs kill their whole group when they end.
  const kill = (pid: number) => {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // The process has ended.
    }
  }
  const guard = spawn('sh', ['-c', GUARD, 'guard', dir], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.stdin.on('error', () => {})

  return {
    dir,
    async run(command, args) {
      return (await exec(command, args, { cwd: dir, timeout: 60_000 })).stdout
    },
    start(program, command, args) {
      const log = openSync(join(dir, `${program}.out`), 'a')
      const child = spawn(command, args, { cwd: dir, detached: true, stdio: ['ignore', log, log] })
      child.on('error', () => {})
      const { pid } = child
      if (pid === undefined) throw new Error(`${command} cannot be started`)
      guard.stdin.write(`${pid}\n`)
      running.set(
        pid,
        new Promise((resolve) => {
          child.once('exit', () => {
            running.delete(pid)
            resolve()
          })
        }),
      )
    },
    async until(what, check, timeoutMs) {
      const end = Date.now() + timeoutMs
      for (;;) {
        try {
          return void (await check())
        } catch (error) {
          if (Date.now() > end) throw new Error(`${what} does not come up: ${await tails(dir)}`, { cause: error })
          await delay(200)
        }
      }
    },
    async stop() {
      const ends = Promise.all(running.values())
      // Their data is discarded, and a clean shutdown takes some of them seconds.
      running.forEach((_, pid) => kill(pid))
      await ends
      guard.kill('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function tails(dir: string): Promise<string> {
  const logs = (await readdir(dir)).filter((file) => file.endsWith('.out'))
  const texts = await Promise.all(
    logs.map(async (file) => `${file}: ${(await readFile(join(dir, file), 'utf8')).slice(-400)}`),
  )
  return texts.join('\n')
}

/** Returns a port that is free now, on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
