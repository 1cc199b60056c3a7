import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Stores a thumbnail in the cache. Never throws: with a full disk or a read-only cache the thumbnail is drawn again on demand. */
export type Keep = (cached: string, thumb: Buffer) => Promise<void>

/** Longest write, in milliseconds, that may block the window. */
const LONG_MS = 5
/** Slow writes that are tolerated, because one may be slow by chance. */
const MOST_LONG = 3

/**
 * Writes synchronously: 10 kB to a local folder take a tenth of a millisecond, and asking another thread takes twice as long. For a folder
 * that proves slow, on another machine or watched by a virus scanner, it switches to asynchronous writes.
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

/** Returns the folders to create one by one. `recursive` is not used, because it may never end where a folder cannot be created. */
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
