import { messageOf, systemCode } from '../domain/error.ts'
import { replaceFile } from './durable.ts'
import { sealedText } from './sealed-plan.ts'

export interface FileToReplace {
  /** Absolute path. */
  readonly file: string
  readonly text: string
  /** True when the text is a plan's JSON, which is written with `sealedText`. */
  readonly isPlan?: boolean
}

/** Why a file was not written, in a form that can be sent between threads. `code` is the system's. */
export interface ReplaceFault {
  readonly code: string
  readonly message: string
}

/** Runs `replaceFile` for many files concurrently; returns null for each that was written. The caller syncs their folder. */
export const replaceFiles = (files: readonly FileToReplace[]): Promise<readonly (ReplaceFault | null)[]> =>
  Promise.all(
    files.map(async ({ file, text, isPlan = false }) => {
      try {
        await replaceFile(file, isPlan ? sealedText(text) : text)
        return null
      } catch (error) {
        return { code: systemCode(error), message: messageOf(error) }
      }
    }),
  )
