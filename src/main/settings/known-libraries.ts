import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { writePrivate } from './file-vault.ts'

/** A library about which this user has decided. */
const Known = z.object({
  root: z.string(),
  id: z.string(),
  /** Decisions about its settings. */
  settings: z.string(),
})
type KnownLibrary = Readonly<z.infer<typeof Known>>

const KnownFile = z.object({ version: z.literal(1), libraries: z.array(Known) })

/** More than anybody opens; for the oldest ones the user is asked again. */
const KEPT = 2000

export interface KnownLibraries {
  /** Returns null when it was never opened here, or moved since. */
  find(root: string, id: string): Promise<KnownLibrary | null>
  remember(library: KnownLibrary): Promise<void>
}

/**
 * Stores the libraries about whose work and settings this user has decided, in `libraries.json`. When the list cannot be read, the user is
 * asked again.
 */
export function createKnownLibraries(configDir: string): KnownLibraries {
  const file = join(configDir, 'libraries.json')
  const read = async (): Promise<readonly KnownLibrary[]> => {
    try {
      return KnownFile.parse(JSON.parse(await readFile(file, 'utf8'))).libraries
    } catch {
      return []
    }
  }
  return {
    find: async (root, id) => (await read()).find((known) => known.root === root && known.id === id) ?? null,
    async remember(library) {
      const before = await read()
      const libraries = [library, ...before.filter(({ root }) => root !== library.root)].slice(0, KEPT)
      if (isDeepStrictEqual(libraries, before)) return
      await mkdir(dirname(file), { recursive: true })
      await writePrivate(file, `${JSON.stringify({ version: 1, libraries }, null, 2)}\n`)
    },
  }
}
