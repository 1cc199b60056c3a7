import { hash } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../domain/error.ts'
import type { LibraryLayout } from '../library/layout.ts'
import { readFolderMemory } from '../library/folder-memory.ts'
import { recognise } from '../library/open.ts'
import { isStoreAddress, nameOfStore, storeAddress } from '../domain/store-address.ts'
import type { Store } from '../storage/store.ts'

/** Returns the layout of a folder, or of the working copy of a library in a store, which is in the user's data folder. */
export async function layoutOf(
  named: string,
  configDir: string,
  storeAt: (url: string) => Store,
): Promise<LibraryLayout> {
  if (!isStoreAddress(named)) return recognise(named, readFolderMemory)
  const address = storeAddress(named)
  const name = nameOfStore(address)
  const root = workingCopyOf(address, configDir)
  const actorsDir = join(root, 'actors')
  const there = await readdir(actorsDir).catch(() => [])
  // A library that was opened before can be opened without its store, too.
  if (there.length === 0) await assertLibrary(address, storeAt(address))
  await mkdir(actorsDir, { recursive: true, mode: 0o700 })
  await writeFile(join(root, 'address.txt'), `${address}\n`)
  if (there.length > 0) return { ...(await recognise(root, readFolderMemory)), name, address }
  return { opened: root, root, name, address, form: 'library', actorsDir, actors: [], warnings: [] }
}

/** Returns the folder of a store's working copy. */
export function workingCopyOf(address: string, configDir: string): string {
  const name = nameOfStore(address).replace(/[^\w.-]+/g, '-')
  return join(configDir, 'libraries', `${name}-${hash('sha256', address).slice(0, 12)}`)
}

/** Throws BAD_INPUT when the store holds no library, and any error of the store. */
async function assertLibrary(address: string, store: Store): Promise<void> {
  for await (const { key } of store.list(undefined, 'actors')) if (key.split('/').length > 2) return
  throw new EvencastError(
    'BAD_INPUT',
    `There is no library in ${address}: its actors would be below “actors/”, as “evencast sync” puts them there.`,
  )
}
