import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import { assertInside } from './path-in.ts'
import { isMissing, ownDir, unavailable } from './presence.ts'

const FOLDERS = ['trash', 'tmp', 'runs', 'sheets', 'snapshots', 'snapshots/objects']
const FILES = [
  'catalog.db',
  'catalog.db-wal',
  'catalog.db-shm',
  'catalog.db-journal',
  'settings.json',
  'library.json',
  'folders.json',
  'money.jsonl',
]

/**
 * Checks the places where Evencast writes in a library of unknown origin, before anything is opened. Throws BAD_INPUT when one of them
 * would redirect the writing: a folder that is a link out of the library, or a file that is a link, a pipe or a folder.
 */
export async function assertOwn(root: string): Promise<void> {
  const own = ownDir(root)
  for (const dir of [own, join(root, 'action_plans'), ...FOLDERS.map((name) => join(own, name))]) {
    await assertInside(root, dir)
  }
  for (const name of FILES) {
    const file = join(own, name)
    const stats = await lstat(file).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw unavailable(file, error)
    })
    if (stats && !stats.isFile())
      throw new EvencastError('BAD_INPUT', `${file} is a link or no regular file. Remove it, then open the library.`)
  }
}
