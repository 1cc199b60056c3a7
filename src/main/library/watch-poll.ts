import { stat } from 'node:fs/promises'
import { inParallel } from '../kit/in-parallel.ts'
import type { LibraryLayout } from './layout.ts'
import type { Watching } from './watch-native.ts'
import type { Changed } from './watched-names.ts'

/** Polling takes at most a twentieth of the time, so large libraries are checked less often. */
const SHARE = 20

/** Polls the folders' modification times: detects files that are added, removed or replaced, but not edits in place. */
export function pollFolders(layout: LibraryLayout, changed: Changed, everyMs = 2000): Watching {
  let current = layout
  let known: ReadonlyMap<string, string> | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined

  async function visit(): Promise<void> {
    const began = performance.now()
    const { actorsDir, actors } = current
    const places = [
      ...(actorsDir === null ? [] : [{ dir: actorsDir, about: null }]),
      ...actors.flatMap(({ actorId, imagesDir, baseDir }) => [
        { dir: imagesDir, about: actorId },
        { dir: baseDir, about: actorId },
      ]),
    ]
    const times = await inParallel(places, 8, ({ dir }) => mtimeOf(dir))
    const before = known
    known = new Map(places.map(({ dir }, i) => [dir, times[i] ?? '']))
    places.forEach(({ dir, about }, i) => {
      const was = before?.get(dir)
      if (!closed && was !== undefined && was !== times[i]) changed(about)
    })
    if (!closed) schedule(Math.max(everyMs, (performance.now() - began) * SHARE))
  }

  function schedule(delayMs: number): void {
    timer = setTimeout(() => void visit(), delayMs)
    timer.unref()
  }

  void visit()
  return {
    follow(next) {
      current = next
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

const mtimeOf = async (dir: string): Promise<string> => {
  const stats = await stat(dir, { bigint: true }).catch(() => null)
  return stats ? String(stats.mtimeNs) : ''
}
