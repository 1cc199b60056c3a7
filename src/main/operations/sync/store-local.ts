import { randomUUID } from 'node:crypto'
import { lstat, mkdir, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { type Manifest, type ManifestImage, upsertImage } from '../../domain/manifest.ts'
import { readManifest as parseManifest } from '../../domain/read-manifest.ts'
import { decodeText } from '../../kit/decode-text.ts'
import { readIfThere } from '../../library/json-file.ts'
import { manifestStamp } from '../../library/manifest-file.ts'
import { placeNew } from '../../library/place.ts'
import { assertInside, pathIn } from '../../library/path-in.ts'
import { assertPresent, isThere, ownDir } from '../../library/presence.ts'
import { ABOUT_FILE } from '../../library/layout.ts'
import { type ActorScan, scanActor, stampOf } from '../../library/scan.ts'
import type { LocalEntry } from '../../storage/compare.ts'
import type { LibrarySide } from '../../storage/sync-actions.ts'
import { editManifest, readManifest } from '../index/manifests.ts'
import { reserveName } from '../index/reserve-name.ts'
import { folderOf } from '../context/library-context.ts'
import type { SyncContext } from './sync-context.ts'
import { type KeyedFile, keyedFile, keyOf } from './store-keys.ts'

const ACTORS_AT_ONCE = 8
const FILES_AT_ONCE = 8

/** Recent scans of folders, by actor. */
export type Scans = ReadonlyMap<string, ActorScan>

/**
 * Returns every file of the library that is synced, or those of these actors that are here: images with their sidecars, base images,
 * manifests and `actor.json`. Actors whose folders cannot be listed are added to `unread` with the reason; without `unread` they throw.
 */
export async function localEntries(
  context: SyncContext,
  {
    scans,
    actorIds = context.folders.keys(),
    unread,
  }: {
    readonly scans?: Scans | undefined
    readonly actorIds?: Iterable<string> | undefined
    readonly unread?: Map<string, string> | undefined
  } = {},
): Promise<LocalEntry[]> {
  const folders = [...actorIds].flatMap((actorId) => context.folders.get(actorId) ?? [])
  const perActor = await inParallel(folders, ACTORS_AT_ONCE, async (folder) => {
    const scanned = scans?.get(folder.actorId) ?? scanActor(folder)
    const scan = await Promise.resolve(scanned).catch((error: unknown) => {
      // The actor's folder was removed, so it has no files. A missing library throws another error.
      if (error instanceof EvencastError && error.code === 'NOT_FOUND') return null
      if (!(unread && error instanceof EvencastError && error.code === 'BAD_INPUT')) throw error
      unread.set(keyOf(context, folder.dir), error.message)
      return null
    })
    if (!scan) return []
    const images = scan.images.map(({ filename, bytes, mtimeNs }) => ({
      file: join(folder.imagesDir, filename),
      stamp: `${bytes}:${mtimeNs}`,
    }))
    const sidecars = await plainFiles(folder.imagesDir, scan.sidecars)
    const about = await plainFiles(folder.dir, [ABOUT_FILE])
    const manifest = scan.manifestStamp === null ? [] : [{ file: folder.manifestFile, stamp: scan.manifestStamp }]
    return [...images, ...sidecars, ...about, ...(scan.base ? [scan.base] : []), ...manifest].map(({ file, stamp }) =>
      entryOf(keyOf(context, file), file, stamp),
    )
  })
  return perActor.flat()
}

/** Returns the manifests of these actors. */
export async function manifestEntries(context: SyncContext, actorIds: readonly string[]): Promise<LocalEntry[]> {
  const found = await inParallel(actorIds, ACTORS_AT_ONCE, async (actorId) => {
    const folder = folderOf(context, actorId)
    const stamp = await manifestStamp(folder)
    return stamp === null ? [] : [entryOf(keyOf(context, folder.manifestFile), folder.manifestFile, stamp)]
  })
  return found.flat()
}

async function plainFiles(dir: string, names: readonly string[]) {
  const found = await inParallel(names, FILES_AT_ONCE, async (name) => {
    const file = join(dir, name)
    const stats = await lstat(file, { bigint: true }).catch(() => null)
    return stats?.isFile() ? [{ file, stamp: stampOf(stats) }] : []
  })
  return found.flat()
}

const entryOf = (key: string, file: string, stamp: string): LocalEntry => ({
  key,
  file,
  bytes: Number(stamp.split(':')[0]),
  stamp,
  sha256: null,
})

const entryAt = async (key: string, file: string): Promise<LocalEntry> =>
  entryOf(key, file, stampOf(await stat(file, { bigint: true })))

/** Implements a sync's changes to the library. Nothing is overwritten; replaced files go to the trash. */
export function createLibrarySide(context: SyncContext): LibrarySide {
  const { root } = context.layout
  const known = (key: string): KeyedFile => {
    const found = keyedFile(context, key)
    if (found) return found
    throw new EvencastError('INTERNAL', `${key} has no place in this library.`)
  }

  async function place(temp: string, key: string): Promise<LocalEntry> {
    const { file } = known(key)
    await assertPresent(root)
    await assertInside(root, dirname(file))
    await mkdir(dirname(file), { recursive: true })
    await placeNew(temp, file)
    return entryAt(key, file)
  }

  /** Moves the existing file to the trash, with its entry, and puts the new one in its place. */
  async function swap(temp: string, key: string, entry: ManifestImage | null): Promise<LocalEntry> {
    await toTrash(known(key), entry, 'replaced')
    return place(temp, key)
  }

  async function toTrash({ actorId, file }: KeyedFile, entry: ManifestImage | null, reason: string): Promise<void> {
    const deletedAt = context.now().toISOString()
    await context.trash.put({
      id: randomUUID(),
      file,
      actorId,
      entry,
      reason,
      runId: null,
      deletedAt,
      alone: reason === 'replaced',
    })
  }

  return {
    tempFile: () => join(ownDir(root), 'tmp', randomUUID()),
    place,
    async replace(temp, key) {
      const { actorId, kind, filename } = known(key)
      // The manifest must not be written meanwhile.
      if (kind === 'manifest') return context.manifestLock(actorId, () => swap(temp, key, null))
      const { manifest } = await readManifest(context, actorId)
      return swap(temp, key, manifest.images.find((image) => image.filename === filename) ?? null)
    },
    async drop(key) {
      const file = known(key)
      if (await isThere(file.file)) await toTrash(file, null, 'removed from the store')
    },
    async keepBoth(temp, key) {
      const { actorId, kind, file } = known(key)
      switch (kind) {
        case 'base':
          throw new EvencastError('CONFLICT', `${actorId} can have one base image only. Keep mine, or take theirs.`)
        case 'about':
          throw new EvencastError('CONFLICT', `${actorId} can have one actor.json only. Keep mine, or take theirs.`)
        case 'sidecar':
          throw new EvencastError('CONFLICT', `${key} belongs to one image only. Keep mine, or take theirs.`)
        case 'manifest':
          await mergeManifest(context, actorId, decodeText((await readIfThere(temp)) ?? Buffer.alloc(0)))
          break
        case 'image': {
          const name = await reserveName(context, actorId, extname(file).slice(1))
          await placeNew(temp, await pathIn(root, dirname(file), name))
        }
      }
      return entryAt(key, file)
    },
  }
}

/** Merges a manifest of the store into ours. Our entries stay; entries are added for images that are here and that ours does not name. */
async function mergeManifest(context: SyncContext, actorId: string, text: string): Promise<void> {
  const { images } = parseManifest(text, actorId).manifest
  const { imagesDir } = folderOf(context, actorId)
  const here = await Promise.all(images.map(({ filename }) => isThere(join(imagesDir, filename))))
  await editManifest(context, actorId, (manifest): Manifest => {
    const named = new Set(manifest.images.map(({ filename }) => filename))
    const added = images.filter(({ filename }, i) => here[i] && !named.has(filename))
    return added.reduce((all, entry) => upsertImage(all, entry.filename, entry), manifest)
  })
}
