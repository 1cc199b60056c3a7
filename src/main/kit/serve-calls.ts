import { z } from 'zod'

/** Memory limit of a process that executes calls: two images of the largest decodable size, and its own needs. */
const MOST_PROCESS_BYTES = 2.5 * 1024 ** 3
/** Limit of the JavaScript heap, which holds no pixels. */
export const MOST_HEAP_MIB = 512

const LOOK_EVERY_MS = 50

const Received = z.object({ id: z.number(), name: z.string(), input: z.unknown() })

interface Port {
  send(message: unknown): void
  receive(listener: (message: unknown) => void): void
}

/**
 * Executes the calls of the parent process, one function per name, and ends this process when it takes more memory than `mostBytes` or the
 * parent is gone. The parent handles signals that a terminal sends to all its processes.
 */
export function serveCalls(
  functions: Readonly<Record<string, (input: never) => unknown>>,
  mostBytes = MOST_PROCESS_BYTES,
): void {
  const port = portOf()
  const byName = new Map(Object.entries(functions))
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.on('disconnect', () => process.exit())
  // Kill at once and without cleanup, because a decoder is running in other threads.
  setInterval(() => process.memoryUsage.rss() > mostBytes && process.kill(process.pid, 'SIGKILL'), LOOK_EVERY_MS)
  port.receive((message) => {
    const { id, name, input } = Received.parse(message)
    const work = byName.get(name)
    const done = work
      ? Promise.resolve(input as never).then(work)
      : Promise.reject(new Error(`No function is called ${name}.`))
    done.then(
      (value) => port.send({ id, ok: true, value }),
      (error: unknown) =>
        port.send({ id, ok: false, value: error instanceof Error ? plain(error) : new Error(String(error)) }),
    )
  })
}

/**
 * An error loses its class when it is sent, as between threads; it keeps its message, its cause, and its name when that is a built-in one.
 */
const plain = (error: Error): Error => (error.name === 'TypeError' ? error : new Error(error.message))

/** Returns Node's channel, or Electron's in a utility process. */
function portOf(): Port {
  const electron: unknown = Reflect.get(process, 'parentPort')
  const isPort = (value: unknown): value is NodeJS.EventEmitter & { postMessage(message: unknown): void } =>
    typeof value === 'object' && value !== null && 'postMessage' in value
  if (isPort(electron))
    return {
      send: (message) => electron.postMessage(message),
      receive: (listener) => void electron.on('message', (event: { readonly data: unknown }) => listener(event.data)),
    }
  return {
    send: (message) => void process.send?.(message),
    receive: (listener) => void process.on('message', listener),
  }
}
