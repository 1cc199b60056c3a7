// Counts the events of all threads of a program in order, and ends the program at one of them.
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'

const { TORTURE_AT, TORTURE_FULL_AT, TORTURE_SIGNAL = 'SIGKILL' } = process.env
const at = Number(TORTURE_AT ?? Infinity)
const fullAt = Number(TORTURE_FULL_AT ?? Infinity)

/** More events than any job has. */
const MOST = 4_000_000
const KEY = 'torture: moments'
const memory = isMainThread ? new SharedArrayBuffer(8 + MOST) : getEnvironmentData(KEY)
// Threads that start from now on receive it.
if (isMainThread) setEnvironmentData(KEY, memory)

/** Number of events, and number of writes. */
const counter = memory && new Int32Array(memory, 0, 2)
/** Per event, the position in `THREAD_EVENTS` from 1, or 0 for an event of the main thread, which keeps its name in `named`. */
const inThreads = memory && new Uint8Array(memory, 8)

const ACTS = ['open', 'write', 'sync', 'rename', 'unlink', 'rm']
const THREAD_EVENTS = ACTS.flatMap((act) => ['before', 'after'].map((when) => `file: ${act} in a thread, ${when}`))

/** False for a thread that started before this module was loaded; its events are not counted. */
export const counts = memory instanceof SharedArrayBuffer

/** Returns the number of the next event, from 1. `code` is a worker thread's position in `THREAD_EVENTS`, or 0. */
function next(code) {
  const number = Atomics.add(counter, 0, 1) + 1
  if (code > 0 && number <= MOST) inThreads[number - 1] = code
  return number
}

const endAt = (number) => {
  if (number === at) process.kill(process.pid, TORTURE_SIGNAL)
}

const named = []
/** Counts an event of the main thread. */
export function tick(event) {
  const number = next(0)
  named[number - 1] = event
  endAt(number)
}

/** Counts an event of a worker thread. */
export const tickInThread = (act, when) => endAt(next(THREAD_EVENTS.indexOf(`file: ${act} in a thread, ${when}`) + 1))

/** Counts a write of any thread and returns true when the disk counts as full. Must be called once per write. */
export const isFull = () => fullAt <= Atomics.add(counter, 1, 1) + 1

export const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })

/** Returns all events so far. */
export const eventsSoFar = () =>
  Array.from({ length: counter[0] }, (_, i) => named[i] ?? THREAD_EVENTS[inThreads[i] - 1] ?? 'unknown')
