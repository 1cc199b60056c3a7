import { createInterface } from 'node:readline/promises'
import type { ReadStream, WriteStream } from 'node:tty'
import type { Places } from '../places.ts'

interface Out {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** What the command line stands on; tests bring their own. */
export interface Terminal {
  readonly stdout: Out
  readonly stderr: Out
  readonly env: Readonly<Record<string, string | undefined>>
  readonly places: Places
  /** Aborted by the first interrupt: finish the step at hand, save, end. */
  readonly signal: AbortSignal
  /** Null when there is nobody to ask. */
  readonly ask: ((question: string) => Promise<boolean>) | null
}

/** Asks on stderr, so that stdout holds the result alone. */
export function askOn(stdin: ReadStream, stderr: WriteStream, signal: AbortSignal): Terminal['ask'] {
  if (!stdin.isTTY) return null
  return async (question) => {
    const lines = createInterface({ input: stdin, output: stderr })
    try {
      const answer = await lines.question(`${question} [y/N] `, { signal })
      return /^y(es)?$/i.test(answer.trim())
    } finally {
      lines.close()
    }
  }
}
