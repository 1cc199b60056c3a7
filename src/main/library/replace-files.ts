import { messageOf, systemCode } from '../domain/error.ts'
import { replaceFile } from './durable.ts'

export interface FileToReplace {
  /** Absolute path. */
  readonly file: string
  readonly text: string
}

/** Why one was not written, so that it can be told to another thread. `code`: the system's. */
export interface ReplaceFault {
  readonly code: string
  readonly message: string
}

/** `replaceFile` for many, side by side; null for each that was written. Their folder is synced by the caller. */
export const replaceFiles = (files: readonly FileToReplace[]): Promise<readonly (ReplaceFault | null)[]> =>
  Promise.all(
    files.map(({ file, text }) =>
      replaceFile(file, text).then(
        () => null,
        (error: unknown) => ({ code: systemCode(error), message: messageOf(error) }),
      ),
    ),
  )
