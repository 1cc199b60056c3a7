import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EvencastError } from '../../domain/error.ts'
import { isInside } from '../../library/folder-contents.ts'
import { ownDir } from '../../library/presence.ts'
import type { SyncContext } from './sync-context.ts'

/** Throws BAD_INPUT for a folder store that is the library or lies among its actors: a sync would copy the library into itself. */
export async function assertStoreOutside({ layout, folders }: SyncContext, storeUrl: string): Promise<void> {
  if (!storeUrl.startsWith('file:')) return
  const { root, actorsDir } = layout
  const place = await resolved(fileURLToPath(storeUrl))
  const own = actorsDir === null ? [...folders.values()].map(({ dir }) => dir) : [actorsDir]
  if (place !== root && ![...own, ownDir(root)].some((dir) => isInside(dir, place))) return
  throw new EvencastError(
    'BAD_INPUT',
    `The store ${place} lies in this library, so the library would be copied into itself. Choose a folder outside ${root}.`,
  )
}

/** With links resolved; the last part need not exist. */
const resolved = async (path: string): Promise<string> =>
  realpath(path).catch(async () => join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path)))
