import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Keeps a thumbnail in the cache. A full disk or a read-only cache costs time, not the picture: it is made again when it is asked for, so
 * nothing is thrown.
 */
export type Keep = (cached: string, thumb: Buffer) => Promise<void>

/** Longer than this, nothing may hold up the window. */
const LONG_MS = 5
/** One may be long by chance. */
const MOST_LONG = 3

/**
 * At once: some 10 kB into a folder of this machine take a tenth of a millisecond, of which to ask other threads for it takes twice as
 * much. A folder that proves slow, on another machine or watched by a virus scanner, is left to other threads.
 */
export function createKeep(): Keep {
  let long = 0
  return async (cached, thumb) => {
    if (long >= MOST_LONG) return keepElsewhere(cached, thumb)
    const startMs = performance.now()
    keepHere(cached, thumb)
    if (performance.now() - startMs > LONG_MS) long++
  }
}

/** Not `recursive`: where a folder can never be made, that may go on for ever. */
const foldersOf = (cached: string): readonly string[] => [dirname(dirname(cached)), dirname(cached)]

function keepHere(cached: string, thumb: Buffer): void {
  if (isDone(() => writeFileSync(cached, thumb))) return
  for (const dir of foldersOf(cached)) isDone(() => mkdirSync(dir))
  isDone(() => writeFileSync(cached, thumb))
}

function isDone(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

async function keepElsewhere(cached: string, thumb: Buffer): Promise<void> {
  try {
    await writeFile(cached, thumb)
  } catch {
    for (const dir of foldersOf(cached)) await mkdir(dir).catch(() => {})
    await writeFile(cached, thumb).catch(() => {})
  }
}
