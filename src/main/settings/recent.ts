import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'

/** Enough to find last month's work again, few enough to read at a glance. */
const KEPT = 12

const RecentFile = z.object({
  version: z.literal(1),
  folders: z.array(z.object({ path: z.string(), opened_at: z.string() })),
})

interface RecentFolder {
  readonly path: string
  readonly opened_at: string
}

export interface RecentFolders {
  /**
   * Returns the folders after pending writes, the last opened first. Missing folders are listed too, because their drive may only be
   * disconnected.
   */
  list(): Promise<readonly RecentFolder[]>
  add(path: string, now: Date): Promise<void>
  remove(path: string): Promise<void>
}

/** Stores the libraries opened last, in `recent.json`. The list is a convenience: when it is lost or cannot be written, nothing fails. */
export function createRecent(configDir: string): RecentFolders {
  const file = join(configDir, 'recent.json')
  let last: Promise<unknown> = Promise.resolve()

  async function read(): Promise<readonly RecentFolder[]> {
    try {
      return RecentFile.parse(JSON.parse(await readFile(file, 'utf8'))).folders
    } catch {
      return []
    }
  }

  function change(edit: (folders: readonly RecentFolder[]) => readonly RecentFolder[]): Promise<void> {
    const next = last.then(async () => {
      const folders = edit(await read()).slice(0, KEPT)
      await mkdir(dirname(file), { recursive: true })
      await writeFileAtomic(file, `${JSON.stringify({ version: 1, folders }, null, 2)}\n`, {
        fsync: true,
        mode: 0o600,
      })
    })
    last = next.catch(() => undefined)
    return next.catch(() => undefined)
  }

  const without = (folders: readonly RecentFolder[], path: string) => folders.filter((folder) => folder.path !== path)
  return {
    list: () => last.then(read),
    add: (path, now) => change((folders) => [{ path, opened_at: now.toISOString() }, ...without(folders, path)]),
    remove: (path) => change((folders) => without(folders, path)),
  }
}
