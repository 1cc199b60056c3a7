import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, open, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { diskFault } from '../domain/disk-fault.ts'
import { EvencastError, messageOf, systemCode } from '../domain/error.ts'
import { changedMeanwhile, isSafeKey, type Store, STORE_TRASH, type StoreObject } from './store.ts'

/** Folder in which files are written before they get their names. */
const TEMP = '.tmp'

/** Creates a mirror in a folder: same names, same bytes. Objects appear by rename, so that nobody ever sees half a file. */
export function createFolderStore(root: string, makeFolder: (path: string) => Promise<unknown> = mkdir): Store {
  const url = pathToFileURL(root).href
  const pathOf = (key: string): string => {
    if (!isSafeKey(key))
      throw new EvencastError('BAD_INPUT', `“${key}” cannot be a file name in the store. Rename the file.`)
    return join(root, ...key.split('/'))
  }
  const trashPath = (key: string, trashId: string): string => {
    pathOf(key)
    if (!/^[\w-]{1,100}$/.test(trashId)) throw new EvencastError('INTERNAL', 'A trash id is not valid.')
    return join(root, STORE_TRASH, trashId, ...key.split('/'))
  }

  async function* list(signal?: AbortSignal, folder = ''): AsyncGenerator<StoreObject> {
    const waiting = [folder]
    for (let dir = waiting.pop(); dir !== undefined; dir = waiting.pop()) {
      signal?.throwIfAborted()
      for (const entry of await entriesOf(dir, folder)) {
        if (entry.name.startsWith('.')) continue
        const key = dir === '' ? entry.name : `${dir}/${entry.name}`
        if (entry.isDirectory()) waiting.push(key)
        else if (entry.isFile()) {
          const found = await describe(key).catch(failed)
          if (found) yield found
        }
      }
    }
  }

  /** Returns nothing for a missing folder, as a bucket would; a missing root is an error. */
  const entriesOf = (dir: string, folder: string) =>
    readdir(join(root, dir), { withFileTypes: true }).catch(async (error: unknown) => {
      if (dir !== '' && dir === folder && isMissing(error) && (await stat(root).catch(() => null))) return []
      return failed(error)
    })

  /** Returns null when there is no such object. */
  async function describe(key: string): Promise<StoreObject | null> {
    try {
      const stats = await stat(join(root, ...key.split('/')), { bigint: true })
      const etag = `${stats.size}-${stats.mtimeNs}`
      return { key, bytes: Number(stats.size), etag, modifiedAt: stats.mtime.toISOString() }
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async function present(key: string): Promise<StoreObject> {
    const found = await describe(key).catch(failed)
    if (!found) throw new EvencastError('NOT_FOUND', `${key} is not in the store.`)
    return found
  }

  /** Links the existing object into the trash; the first one kept under this id stays. */
  async function keep(key: string, trashId: string): Promise<void> {
    const kept = trashPath(key, trashId)
    // Create no folders for a missing object.
    if (!(await describe(key))) return
    await mkdir(dirname(kept), { recursive: true })
    await linkOrCopy(pathOf(key), kept).catch((error: unknown) => {
      if (!isMissing(error) && systemCode(error) !== 'EEXIST') throw error
    })
  }

  async function prepare(): Promise<void> {
    // Not recursive, so that a missing drive is not replaced by a folder of its name.
    await mkdir(root).catch((error: unknown) => systemCode(error) === 'EEXIST' || failed(error))
  }

  // Not recursive: on a read-only disk Node answers that the folder is missing.
  async function makeTemp(): Promise<void> {
    await makeFolder(join(root, TEMP)).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error
    })
  }

  function failed(error: unknown): never {
    if (error instanceof EvencastError || (error instanceof Error && error.name === 'AbortError')) throw error
    throw new EvencastError(
      'UNAVAILABLE',
      `The store ${root} cannot be used (${systemCode(error) || messageOf(error)}). ${diskFault(error) ?? 'Check that its drive is connected and may be written.'}`,
      { cause: error },
    )
  }

  return {
    url,
    list,
    prepare,
    async testConnection() {
      await prepare()
      const probe = join(root, TEMP, randomUUID())
      try {
        await readdir(root)
        await makeTemp()
        await writeFile(probe, 'Evencast checks that it can write here. You can delete this file.')
        await unlink(probe)
      } catch (error) {
        failed(error)
      }
    },
    async download(key, file, signal) {
      await using target = await open(file, 'wx').catch(failed)
      // The stream is created only now, because an error event without a listener would end the program.
      await pipeline(createReadStream(pathOf(key)), target.createWriteStream({ flush: true }), { signal }).catch(
        async (error: unknown) => {
          await rm(file, { force: true })
          failed(error)
        },
      )
    },
    async put(key, file, { sha256, trashId, replaces = null, signal }) {
      const target = pathOf(key)
      const temp = join(root, TEMP, randomUUID())
      try {
        // Fails when the root folder itself is missing.
        await stat(root)
        await makeTemp()
        const written = await copyHashed(file, temp, signal)
        if (sha256 !== null && written !== sha256)
          throw new EvencastError('CONFLICT', `${key} changed while it was being copied. Sync again.`)
        await mkdir(dirname(target), { recursive: true })
        if (replaces !== null && (await describe(key))?.etag !== replaces) throw changedMeanwhile(key)
        await keep(key, trashId)
        await rename(temp, target)
        await syncDir(dirname(target))
        return { ...(await present(key)), sha256: written }
      } catch (error) {
        await rm(temp, { force: true })
        return failed(error)
      }
    },
    async remove(key, trashId) {
      try {
        await stat(root)
        await keep(key, trashId)
        await unlink(pathOf(key))
        await syncDir(dirname(pathOf(key)))
      } catch (error) {
        if (!isMissing(error) || !(await stat(root).catch(() => null))) failed(error)
      }
    },
    async restore(key, trashId) {
      const kept = trashPath(key, trashId)
      try {
        await stat(kept)
        await mkdir(dirname(pathOf(key)), { recursive: true })
        await linkOrCopy(kept, pathOf(key))
        await unlink(kept)
        return await present(key)
      } catch (error) {
        if (systemCode(error) === 'EEXIST') throw new EvencastError('CONFLICT', `${key} is already back in the store.`)
        if (isMissing(error)) throw new EvencastError('NOT_FOUND', `${key} is no longer in the store's trash.`)
        return failed(error)
      }
    },
    async purge(key, trashId) {
      const kept = trashPath(key, trashId)
      try {
        await stat(root)
        await rm(kept, { force: true })
        // Also remove folders that are empty now.
        for (let dir = dirname(kept); dir !== join(root, STORE_TRASH); dir = dirname(dir)) await rmdir(dir)
      } catch (error) {
        if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error)) || !(await stat(root).catch(() => null)))
          failed(error)
      }
    },
    async sha256(key, signal) {
      const hash = createHash('sha256')
      await pipeline(createReadStream(pathOf(key)), hash, { signal }).catch(failed)
      return hash.digest('hex')
    },
    urlOf: (key) =>
      pathToFileURL(
        join(root, ...key.split('/'))
          .split(sep)
          .join('/'),
      ).href,
  }
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(error))

/** Links or copies a file. Throws EEXIST when the name is taken. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(systemCode(error))) throw error
    if (await stat(to).catch(() => null)) throw Object.assign(new Error('taken'), { code: 'EEXIST' })
    const temp = `${to}.${randomUUID()}.tmp`
    await copyHashed(from, temp)
    await rename(temp, to)
  }
}

/** Copies a file and returns the SHA-256 of the written bytes in hex; the copy is on disk when this resolves. */
async function copyHashed(from: string, to: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const tee = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await using target = await open(to, 'wx')
  await pipeline(createReadStream(from), tee, target.createWriteStream({ flush: true }), { signal })
  return hash.digest('hex')
}

async function syncDir(dir: string): Promise<void> {
  try {
    await using handle = await open(dir, 'r')
    await handle.sync()
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(systemCode(error))) throw error
  }
}
