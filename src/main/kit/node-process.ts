import { fork } from 'node:child_process'
import type { StartProcess } from './process-pool.ts'
import { MOST_HEAP_MIB } from './serve-calls.ts'

/** Environment variables that a program needs to be found and loaded. No keys are among them. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'LANG',
  'NODE_COMPILE_CACHE',
] as const

export const plainEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Starts a Node process with the module at `file`, which calls `serveCalls`; `more` adds to its environment. */
export const nodeProcess =
  (file: string, more: Readonly<Record<string, string>> = {}): StartProcess =>
  ({ answer, ended }) => {
    const child = fork(file, [], {
      env: { ...plainEnvironment(), ...more },
      execArgv: [`--max-old-space-size=${MOST_HEAP_MIB}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // The child keeps this program alive only while an answer is pending.
    let waiting = 0
    const hold = (isHeld: boolean): void => {
      if (isHeld) child.ref()
      else child.unref()
      if (isHeld) child.channel?.ref()
      else child.channel?.unref()
    }
    hold(false)
    let over = false
    const end = (): void => {
      if (!over) ended()
      over = true
    }
    child.on('message', (message) => {
      hold(--waiting > 0)
      answer(message)
    })
    child.on('exit', end)
    // The process could not be started, or ended while data was sent to it.
    child.on('error', end)
    return {
      send(call) {
        waiting += 1
        hold(true)
        child.send(call, () => undefined)
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
