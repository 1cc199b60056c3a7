import { openAsBlob } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'

/** A file of requests on disk, one per line; pictures make it large, so it is never held in memory. */
export interface BatchFile extends AsyncDisposable {
  readonly bytes: number
  readonly lines: number
  add(line: string): Promise<void>
  /** Closes the file and returns it for the upload, which reads it from disk as it sends. */
  finish(): Promise<File>
}

export const batchLine = (customId: string, body: ChatCompletionCreateParamsNonStreaming): string =>
  `${JSON.stringify({ custom_id: customId, method: 'POST', url: '/v1/chat/completions', body })}\n`

export async function createBatchFile(tmpDir: string): Promise<BatchFile> {
  const dir = await mkdtemp(join(tmpDir, 'batch-'))
  const path = join(dir, 'requests.jsonl')
  let handle: FileHandle | null = await open(path, 'wx', 0o600)
  let [bytes, lines] = [0, 0]
  const close = async (): Promise<void> => {
    await handle?.close()
    handle = null
  }
  return {
    get bytes() {
      return bytes
    },
    get lines() {
      return lines
    },
    async add(line) {
      const { bytesWritten } = (await handle?.write(line)) ?? { bytesWritten: 0 }
      bytes += bytesWritten
      lines++
    },
    async finish() {
      await close()
      return new File([await openAsBlob(path)], 'requests.jsonl', { type: 'application/jsonl' })
    },
    async [Symbol.asyncDispose]() {
      await close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
