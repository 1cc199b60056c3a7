import { fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import { startReplicate } from './server.ts'

const Started = z.object({ url: z.string() })

/** The double in a process of its own, so that its rendering takes nothing from the event loop of what is measured. */
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

// Started by itself: as the child.
if (process.send && process.argv[1] === import.meta.filename) {
  const { url } = await startReplicate({ latencyMs: Number(process.argv[2]) })
  process.send({ url })
}
