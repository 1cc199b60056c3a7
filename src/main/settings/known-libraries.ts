import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { writePrivate } from './file-vault.ts'

/** A library that this user has decided about. */
const Known = z.object({
  root: z.string(),
  id: z.string(),
  /** What was decided about its settings. */
  settings: z.string(),
})
type KnownLibrary = Readonly<z.infer<typeof Known>>

const KnownFile = z.object({ version: z.literal(1), libraries: z.array(Known) })

/** More than anybody opens; the oldest are asked about again. */
const KEPT = 2000

export interface KnownLibraries {
  /** Null: never opened here, or moved since. */
  find(root: string, id: string): Promise<KnownLibrary | null>
  remember(library: KnownLibrary): Promise<void>
}

/** Libraries whose work and settings this user has decided about, in `libraries.json`. A list that cannot be read means asking again. */
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
