import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readJsonIfThere, writeJsonAtomic } from './json-file.ts'
import { ownDir } from './presence.ts'

const LibraryFile = z.object({ id: z.uuid() })

/**
 * Returns the random id that a library keeps in `.evencast/library.json`, created when it is first opened for writing. Together with its
 * path it identifies a library that this user knows, as opposed to another at the same path or a copy from elsewhere.
 */
export async function libraryId(root: string): Promise<string> {
  const file = join(ownDir(root), 'library.json')
  const known = await readJsonIfThere(file, LibraryFile).catch(() => null)
  if (known) return known.id
  const id = randomUUID()
  await writeJsonAtomic(file, { id })
  return id
}
