import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { BrowseView, FolderView } from '../contract/views.ts'
import { EvencastError, systemCode } from '../domain/error.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { isStoreAddress, nameOfStore, storeAddress } from '../domain/store-address.ts'
import { isImageFile, isKohyaSet } from '../domain/naming.ts'

export interface FolderGrants {
  /** Returns an id for a path from a host, the recent list or the browser, which a renderer may send back. */
  grant(path: string): FolderView
  /** Throws NOT_FOUND for an id that was not issued since the program started. */
  pathOf(folderId: string): string
  /** Finds a folder by a path that a person entered; `~` is the home folder. Throws BAD_INPUT, NOT_FOUND, UNAVAILABLE. */
  find(path: string): Promise<FolderView>
  /** Lists a folder's sub-folders, each with an id of its own; the home folder without an id. */
  browse(folderId?: string): Promise<BrowseView>
}

/** Most sub-folders examined for `looksLike`; a folder with more is not a place to choose from. */
const MOST_CHILDREN = 2000
const FOLDERS_AT_ONCE = 16

/** Creates folder grants: renderers refer to folders by random ids, so that no page can request an arbitrary path. In memory only. */
export function createFolders({ home }: { readonly home: string }): FolderGrants {
  const paths = new Map<string, string>()
  const ids = new Map<string, string>()

  function grant(path: string): FolderView {
    const isInStore = isStoreAddress(path)
    const full = isInStore ? storeAddress(path) : resolve(path)
    const folderId = ids.get(full) ?? randomUUID()
    ids.set(full, folderId)
    paths.set(folderId, full)
    return isInStore
      ? { folderId, name: nameOfStore(full), hint: full }
      : { folderId, name: basename(full) || full, hint: shortened(full) }
  }

  /** Shortens a path in the home folder to `~`. */
  const shortened = (path: string): string => {
    const inHome = path === home || path.startsWith(home.endsWith('/') ? home : `${home}/`)
    return inHome && home !== '/' ? `~${path.slice(home.length)}` : path
  }

  function pathOf(folderId: string): string {
    const path = paths.get(folderId)
    if (path === undefined) throw new EvencastError('NOT_FOUND', 'This folder is no longer available. Choose it again.')
    return path
  }

  return {
    grant,
    pathOf,
    async find(typed) {
      // A path pasted from a terminal or a file manager may be quoted.
      const plain = typed.trim().replace(/^(['"])(.*)\1$/, '$2')
      if (isStoreAddress(plain)) return grant(plain)
      const path = plain === '~' || plain.startsWith('~/') ? join(home, plain.slice(1)) : plain
      if (!isAbsolute(path))
        throw new EvencastError('BAD_INPUT', `“${plain}” is no full path. Begin with / or ~, such as ~/Pictures.`)
      const found = await stat(path).catch((error: unknown) => {
        throw unreadable(path, error)
      })
      if (!found.isDirectory())
        throw new EvencastError('BAD_INPUT', `${path} is a file. Give the folder that contains it.`)
      return grant(path)
    },
    async browse(folderId) {
      const named = folderId === undefined ? home : pathOf(folderId)
      const here = isStoreAddress(named) ? home : named
      const entries = await readdir(here, { withFileTypes: true }).catch((error: unknown) => {
        throw unreadable(here, error)
      })
      const names = (await inParallel(entries, FOLDERS_AT_ONCE, (entry) => folderName(here, entry)))
        .filter((name) => name !== null)
        .sort(new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare)
        .slice(0, MOST_CHILDREN)
      const parent = dirname(here)
      return {
        here: grant(here),
        parent: parent === here ? null : grant(parent),
        children: await inParallel(names, FOLDERS_AT_ONCE, async (name) => {
          const path = join(here, name)
          return { ...grant(path), looksLike: await looksLike(path) }
        }),
      }
    },
  }
}

async function folderName(here: string, entry: Dirent): Promise<string | null> {
  if (entry.name.startsWith('.') || entry.name.startsWith('$')) return null
  if (entry.isDirectory()) return entry.name
  if (!entry.isSymbolicLink()) return null
  const target = await stat(join(here, entry.name)).catch(() => null)
  return target?.isDirectory() ? entry.name : null
}

async function looksLike(path: string): Promise<BrowseView['children'][number]['looksLike']> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  const names = new Set(entries.map((entry) => entry.name))
  if (names.has('actors')) return 'library'
  if (names.has('training_data') || names.has('base_image')) return 'actor'
  if (entries.some((entry) => entry.isFile() && isImageFile(entry.name))) return 'actor'
  return entries.some((entry) => entry.isDirectory() && isKohyaSet(entry.name)) ? 'library' : 'folder'
}

function unreadable(path: string, error: unknown): EvencastError {
  const code = systemCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new EvencastError('NOT_FOUND', `There is no folder ${path}.`, { cause: error })
    : new EvencastError('UNAVAILABLE', `Evencast may not read ${path} (${code}). Check its permissions.`, {
        cause: error,
      })
}
