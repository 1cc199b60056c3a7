import { createInterface } from 'node:readline/promises'
import type { ReadStream, WriteStream } from 'node:tty'
import type { Places } from '../places.ts'

interface Out {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** The terminal that the command line runs in; tests replace it. */
export interface Terminal {
  readonly stdout: Out
  readonly stderr: Out
  readonly env: Readonly<Record<string, string | undefined>>
  readonly places: Places
  /** Aborted by the first interrupt: the current step finishes, progress is saved, and the command ends. */
  readonly signal: AbortSignal
  /** Null when the input is not a terminal. */
  readonly ask: ((question: string) => Promise<boolean>) | null
}

/** Asks on stderr, so that stdout contains only the result. */
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
