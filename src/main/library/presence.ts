import { access, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError, messageOf, systemCode } from '../domain/error.ts'

/** Returns Evencast's own folder inside a library. */
export const ownDir = (root: string): string => join(root, '.evencast')

/** Creates `.evencast/`. Call it once when a library is opened, before any scan and after `assertOwn`. */
export async function claimLibrary(root: string): Promise<void> {
  try {
    await mkdir(ownDir(root), { recursive: true })
  } catch (error) {
    throw new EvencastError(
      'BAD_INPUT',
      `Evencast cannot write to ${root}: it keeps its index and the trash there. Allow writing, or copy the folder elsewhere.`,
      { cause: error },
    )
  }
}

/**
 * Returns true when the opened library is really there. An unplugged drive may leave its empty mount point: `.evencast`, which opening
 * creates, distinguishes the two.
 */
export async function isPresent(root: string): Promise<boolean> {
  const own = await stat(ownDir(root)).catch(() => null)
  return own?.isDirectory() ?? false
}

export async function assertPresent(root: string): Promise<void> {
  if (await isPresent(root)) return
  throw new EvencastError(
    'UNAVAILABLE',
    `The folder ${root} is gone. Reconnect its drive or open the library again; nothing was changed.`,
  )
}

/** Describes a failed read by its cause, the drive or the permissions, and never as "no files". */
export function unavailable(path: string, error: unknown): EvencastError {
  const code = systemCode(error)
  const message =
    code === 'EACCES' || code === 'EPERM'
      ? `Evencast may not read ${path}. Check its permissions.`
      : `${path} cannot be read (${code || messageOf(error)}). Check the drive; nothing was changed.`
  return new EvencastError('UNAVAILABLE', message, { cause: error })
}

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(error))

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
