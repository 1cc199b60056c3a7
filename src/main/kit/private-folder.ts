import { mkdirSync } from 'node:fs'
import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const OTHERS = 0o077

/** Creates the folder of settings, keys, logs and thumbnails, accessible to its owner only, before anything is written there. */
export function makePrivateFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: FOLDER_MODE })
}

/**
 * Removes other users' permissions on an existing folder of settings and its files. Returns a sentence for the user; null when others had
 * none, or the system has no such modes. Links are skipped.
 */
export async function narrowFolder(dir: string, platform: NodeJS.Platform = process.platform): Promise<string | null> {
  if (platform === 'win32') return null
  const files = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const paths = [dir, ...files.filter((entry) => entry.isFile()).map(({ name }) => join(dir, name))]
  const wide: string[] = []
  for (const path of paths) {
    const stats = await lstat(path).catch(() => null)
    if (stats && !stats.isSymbolicLink() && (stats.mode & OTHERS) !== 0) wide.push(path)
  }
  try {
    for (const path of wide) await chmod(path, path === dir ? FOLDER_MODE : FILE_MODE)
  } catch {
    return `Others on this computer can read ${dir}, and its permissions cannot be changed. Make it readable by you alone.`
  }
  return wide.includes(dir) ? `Others on this computer could read ${dir}. It is open to you alone now.` : null
}
