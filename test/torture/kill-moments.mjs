// Counts what all threads of a program do, in the order in which they do it, and ends the program at one of these moments.
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'

const { TORTURE_AT, TORTURE_FULL_AT, TORTURE_SIGNAL = 'SIGKILL' } = process.env
const at = Number(TORTURE_AT ?? Infinity)
const fullAt = Number(TORTURE_FULL_AT ?? Infinity)

/** Of which there are more than in any job. */
const MOST = 4_000_000
const KEY = 'torture: moments'
const memory = isMainThread ? new SharedArrayBuffer(8 + MOST) : getEnvironmentData(KEY)
// Threads that are started from now on are given it.
if (isMainThread) setEnvironmentData(KEY, memory)

/** Moments, and writes. */
const counter = memory && new Int32Array(memory, 0, 2)
/** By moment, which of `THREAD_EVENTS` a worker thread did, from 1; 0 for what the main thread did, which knows it by name. */
const inThreads = memory && new Uint8Array(memory, 8)

const ACTS = ['open', 'write', 'sync', 'rename', 'unlink', 'rm']
const THREAD_EVENTS = ACTS.flatMap((act) => ['before', 'after'].map((when) => `file: ${act} in a thread, ${when}`))

/** Whether this thread counts: not one that was started before the preload was there. */
export const counts = memory instanceof SharedArrayBuffer

/** The number of the next moment, from 1. `code`: what a worker thread does. */
function next(code) {
  const number = Atomics.add(counter, 0, 1) + 1
  if (code > 0 && number <= MOST) inThreads[number - 1] = code
  return number
}

const endAt = (number) => {
  if (number === at) process.kill(process.pid, TORTURE_SIGNAL)
}

const named = []
/** The main thread's. */
export function tick(event) {
  const number = next(0)
  named[number - 1] = event
  endAt(number)
}

/** A worker thread's. */
export const tickInThread = (act, when) => endAt(next(THREAD_EVENTS.indexOf(`file: ${act} in a thread, ${when}`) + 1))

/** Whether the disk is full by now: asked once for each write, whichever thread writes. */
export const isFull = () => fullAt <= Atomics.add(counter, 1, 1) + 1

export const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })

/** All moments so far. */
export const eventsSoFar = () =>
  Array.from({ length: counter[0] }, (_, i) => named[i] ?? THREAD_EVENTS[inThreads[i] - 1] ?? 'unknown')
