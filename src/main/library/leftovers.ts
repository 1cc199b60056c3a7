import { readdirSync, rmSync } from 'node:fs'
import { readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inParallel } from '../kit/in-parallel.ts'
import { MANIFEST_FILE } from './layout.ts'
import { ownDir } from './presence.ts'

/** Returns true for the temporary name that a killed process left when it wrote `file`: `file.123456`, or `.file.1a2b3c.tmp`. */
export const isLeftover = (name: string, file: string): boolean =>
  (name.startsWith(`${file}.`) && /^\d+$/.test(name.slice(file.length + 1))) ||
  (name.startsWith(`.${file}.`) && /^[0-9a-f]+\.tmp$/.test(name.slice(file.length + 2)))

const AT_ONCE = 16

/**
 * Removes what a killed process left in a library that no other process has open: unfinished pictures and downloads, and partial JSON files
 * next to complete ones. No information is lost, because each is an unfinished copy. A file that cannot be removed stays and does no harm.
 */
export async function clearLeftovers(root: string): Promise<void> {
  const trash = join(ownDir(root), 'trash')
  await rm(join(ownDir(root), 'tmp'), { recursive: true, force: true }).catch(() => undefined)
  await clear(ownDir(root), isHalf)
  await clear(join(root, 'action_plans'), isHalf)
  await clear(join(ownDir(root), 'snapshots'), (name) => isHalf(name) || isLeftover(name, 'unsettled'))
  const items = await readdir(trash).catch(() => [])
  await inParallel(items, AT_ONCE, async (item) => {
    const cleared = await clear(join(trash, item), (name) => isLeftover(name, 'item.json'))
    // An item that was never completed has no other files.
    if (cleared > 0) await rmdir(join(trash, item)).catch(() => undefined)
  })
}

/**
 * Does the same for manifests, captions and copied images in these folders, before the first of them is written. For a thread that may
 * block.
 */
export function clearImageFolders(dirs: readonly string[]): void {
  for (const dir of dirs)
    // Scanning the folder reports why it cannot be read.
    for (const name of tried(() => readdirSync(dir))?.filter(isUnfinished) ?? [])
      tried(() => rmSync(join(dir, name), { force: true }))
}

function tried<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

/**
 * Returns true for a hidden name that `replaceFile` or `placeNew` uses while writing: `.ann_1.txt.0a1b2c3d4e5f.tmp`, `.ann_1.jpg.4711.tmp`.
 */
const isUnfinished = (name: string): boolean =>
  isLeftover(name, MANIFEST_FILE) || /^\..+\.[^.]+\.(?:[0-9a-f]{12}|\d+)\.tmp$/.test(name)

/** Returns true for a partial JSON file. */
const isHalf = (name: string): boolean => /^.+\.json\.\d+$/.test(name) || /^\..+\.json\.[0-9a-f]+\.tmp$/.test(name)

/** Removes these files and returns their number. */
async function clear(dir: string, isLeft: (name: string) => boolean): Promise<number> {
  const left = (await readdir(dir).catch(() => [])).filter(isLeft)
  for (const name of left) await rm(join(dir, name), { force: true }).catch(() => undefined)
  return left.length
}
