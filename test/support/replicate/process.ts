import { fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import { startReplicate } from './server.ts'

const Started = z.object({ url: z.string() })

/** Starts the double in its own process, so that its rendering does not block the event loop being measured. */
export async function startReplicateProcess(latencyMs: number): Promise<{ readonly url: string } & AsyncDisposable> {
  const child = fork(import.meta.filename, [String(latencyMs)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [started] = await once(child, 'message')
  return {
    url: Started.parse(started).url,
    async [Symbol.asyncDispose]() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

// This file was started as the child process.
if (process.send && process.argv[1] === import.meta.filename) {
  const { url } = await startReplicate({ latencyMs: Number(process.argv[2]) })
  process.send({ url })
}
