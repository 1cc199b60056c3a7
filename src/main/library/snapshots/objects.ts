import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { sha256Of } from '../../kit/sha256.ts'
import { syncDir, syncFile, writeAtomic } from '../durable.ts'
import { readIfThere } from '../json-file.ts'
import { assertInside } from '../path-in.ts'
import { isMissing, ownDir, unavailable } from '../presence.ts'

interface StoredContent {
  readonly sha256: string
  readonly bytes: number
  /** False when the content was stored already. */
  readonly isNew: boolean
}

/**
 * Stores contents by their SHA-256, each once, in `.evencast/snapshots/objects`. Files are cloned when the file system can share blocks,
 * otherwise copied. They are never hard links to files of the library, because a program that writes a file in place would change the
 * stored version too.
 */
export interface Objects {
  /** Throws UNAVAILABLE when the file cannot be read, BAD_INPUT when it is not a regular file. */
  addFile(file: string): Promise<StoredContent>
  addBytes(content: Uint8Array): Promise<StoredContent>
  has(sha256: string): Promise<boolean>
  /** Returns the path of a content after checking its hash. Throws NOT_FOUND when it is missing or wrong. */
  verified(sha256: string): Promise<string>
  /** Reads a small content. Throws NOT_FOUND when it is missing or its hash is wrong. */
  read(sha256: string): Promise<Buffer>
  /** Returns the path of a content without checking it. */
  pathOf(sha256: string): string
  /** Makes additions durable, before anything refers to them. */
  sync(): Promise<void>
  /** Deletes all contents except these. */
  sweep(keep: ReadonlySet<string>): Promise<void>
}

const NAME = /^[0-9a-f]{64}$/
const SHARD = /^[0-9a-f]{2}$/

export function createObjects(root: string): Objects {
  const base = join(ownDir(root), 'snapshots', 'objects')
  const tmp = join(ownDir(root), 'tmp')
  const shardOf = (sha256: string): string => join(base, sha256.slice(0, 2))
  const written = new Set<string>()

  function pathOf(sha256: string): string {
    if (!NAME.test(sha256)) throw new EvencastError('BAD_INPUT', 'This names no content of a snapshot.')
    return join(shardOf(sha256), sha256)
  }

  const sizeOf = (sha256: string): Promise<number | null> =>
    lstat(pathOf(sha256)).then(
      (stats) => (stats.isFile() ? stats.size : null),
      () => null,
    )

  const lost = (sha256: string): EvencastError =>
    new EvencastError(
      'NOT_FOUND',
      `The content ${sha256.slice(0, 12)}… is missing from .evencast/snapshots or damaged. Choose another snapshot.`,
    )

  async function makeShard(sha256: string): Promise<void> {
    const shard = shardOf(sha256)
    await assertInside(root, shard)
    await mkdir(shard, { recursive: true })
    written.add(shard)
  }

  async function addFile(file: string): Promise<StoredContent> {
    const stats = await lstat(file).catch((error: unknown) => {
      throw unavailable(file, error)
    })
    if (!stats.isFile()) throw new EvencastError('BAD_INPUT', `${file} is no regular file. Move it away.`)
    await mkdir(tmp, { recursive: true })
    const temp = join(tmp, `${randomUUID()}.object`)
    try {
      await copyFile(file, temp, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      // Hash the copy, because the file may be written to meanwhile.
      const sha256 = await sha256Of(temp)
      const { size: bytes } = await lstat(temp)
      if ((await sizeOf(sha256)) === bytes) return { sha256, bytes, isNew: false }
      await syncFile(temp)
      await makeShard(sha256)
      await rename(temp, pathOf(sha256))
      return { sha256, bytes, isNew: true }
    } finally {
      await rm(temp, { force: true })
    }
  }

  async function addBytes(content: Uint8Array): Promise<StoredContent> {
    const sha256 = createHash('sha256').update(content).digest('hex')
    const bytes = content.byteLength
    if ((await sizeOf(sha256)) === bytes) return { sha256, bytes, isNew: false }
    await makeShard(sha256)
    await writeAtomic(pathOf(sha256), Buffer.from(content))
    return { sha256, bytes, isNew: true }
  }

  async function shards(): Promise<string[]> {
    const names = await readdir(base).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw unavailable(base, error)
    })
    return names.filter((name) => SHARD.test(name))
  }

  return {
    addFile,
    addBytes,
    pathOf,
    has: async (sha256) => (await sizeOf(sha256)) !== null,
    async verified(sha256) {
      const file = pathOf(sha256)
      await assertInside(root, shardOf(sha256))
      if ((await sizeOf(sha256)) === null || (await sha256Of(file)) !== sha256) throw lost(sha256)
      return file
    },
    async read(sha256) {
      const file = pathOf(sha256)
      await assertInside(root, shardOf(sha256))
      const content = await readIfThere(file)
      if (!content || createHash('sha256').update(content).digest('hex') !== sha256) throw lost(sha256)
      return content
    },
    async sync() {
      for (const shard of written) await syncDir(shard)
      if (written.size > 0) await syncDir(base)
      written.clear()
    },
    async sweep(keep) {
      for (const shard of await shards()) {
        const dir = join(base, shard)
        await assertInside(root, dir)
        const names = await readdir(dir)
        for (const name of names) if (!keep.has(name)) await rm(join(dir, name), { force: true }).catch(() => undefined)
      }
    },
  }
}
