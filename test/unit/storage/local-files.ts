import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalEntry } from '../../../src/main/storage/compare.ts'

/** Returns all files below a folder, sorted. */
export async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

export async function localFiles(root: string): Promise<LocalEntry[]> {
  return Promise.all(
    (await filesIn(root)).map(async (key) => {
      const { size, mtimeNs } = await stat(join(root, key), { bigint: true })
      return { key, file: join(root, key), bytes: Number(size), stamp: `${size}:${mtimeNs}`, sha256: null }
    }),
  )
}
