import { messageOf, systemCode } from '../domain/error.ts'
import { replaceFile } from './durable.ts'

export interface FileToReplace {
  /** Absolute path. */
  readonly file: string
  readonly text: string
}

/** Why a file was not written, in a form that can be sent between threads. `code` is the system's. */
export interface ReplaceFault {
  readonly code: string
  readonly message: string
}

/** Runs `replaceFile` for many files concurrently; returns null for each that was written. The caller syncs their folder. */
export const replaceFiles = (files: readonly FileToReplace[]): Promise<readonly (ReplaceFault | null)[]> =>
  Promise.all(
    files.map(({ file, text }) =>
      replaceFile(file, text).then(
        () => null,
        (error: unknown) => ({ code: systemCode(error), message: messageOf(error) }),
      ),
    ),
  )
