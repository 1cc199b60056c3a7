import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readJsonIfThere, writeJsonAtomic } from './json-file.ts'
import { ownDir } from './presence.ts'

const LibraryFile = z.object({ id: z.uuid() })

/**
 * A random name that a library keeps in `.evencast/library.json`, made the first time it is opened for writing. With its place it tells
 * a library that this user knows from one that only lies where that one lay, or was copied from elsewhere.
 */
export async function libraryId(root: string): Promise<string> {
  const file = join(ownDir(root), 'library.json')
  const known = await readJsonIfThere(file, LibraryFile).catch(() => null)
  if (known) return known.id
  const id = randomUUID()
  await writeJsonAtomic(file, { id })
  return id
}
