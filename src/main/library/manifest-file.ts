import { copyFile, constants, mkdir, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFault } from '../domain/disk-fault.ts'
import { EvencastError, systemCode } from '../domain/error.ts'
import { emptyManifest, type Manifest, writeManifest } from '../domain/manifest.ts'
import { readingManifest } from '../domain/read-manifest.ts'
import { decodeText } from '../kit/decode-text.ts'
import { withPauses } from '../kit/slices.ts'
import { syncDir, writeAtomic } from './durable.ts'
import { assertInside } from './path-in.ts'
import { readIfThere } from './json-file.ts'
import { type ActorFolder, MANIFEST_FILE } from './layout.ts'
import { isMissing, unavailable } from './presence.ts'
import { stampOf } from './scan.ts'

/** Delay before a second attempt, since another program may be writing the file. */
const RETRY_AFTER_MS = 150

/** Suffixes of manifests that are kept next to the current one. */
const ASIDE = 'corrupt-'
const WITH_COMMENTS = 'with-comments-'

export interface LoadedManifest {
  readonly manifest: Manifest
  /** Sentences for the user. */
  readonly warnings: readonly string[]
  /** `size:mtimeNs` of the file that was read; null when there is none. */
  readonly stamp: string | null
  /** True when the file exists but is invalid, so that it must be set aside before another is written. */
  readonly unreadable: boolean
  /** True when it has comments, which the next write will lose. */
  readonly comments: boolean
}

/** Result for a folder without a manifest. */
const noManifest = (actorId: string, now: Date): LoadedManifest => ({
  manifest: emptyManifest(actorId, now.toISOString()),
  warnings: [],
  stamp: null,
  unreadable: false,
  comments: false,
})

/** Loads the actor's manifest; an empty one when there is none, and an empty one with a warning when it is invalid. Writes nothing. */
export async function loadManifest(folder: ActorFolder, now: Date): Promise<LoadedManifest> {
  let stamp: string | null = null
  let why = ''
  for (const attempt of [1, 2]) {
    // Take the stamp first: if the file changes in between, the next scan sees a newer one and reads it again.
    stamp = await manifestStamp(folder)
    const bytes = await readManifestBytes(folder)
    if (bytes === null) return noManifest(folder.actorId, now)
    try {
      const read = await withPauses(readingManifest(decodeText(bytes), folder.actorId))
      return { ...read, stamp, unreadable: false }
    } catch (error) {
      if (!(error instanceof EvencastError)) throw error
      why = error.message
      if (attempt === 1) await sleep(RETRY_AFTER_MS)
    }
  }
  return { ...noManifest(folder.actorId, now), warnings: [why], stamp, unreadable: true }
}

/** Returns `size:mtimeNs`; null when there is no file. */
export const manifestStamp = async ({ manifestFile }: ActorFolder): Promise<string | null> => {
  const stats = await stat(manifestFile, { bigint: true }).catch(() => null)
  return stats && stampOf(stats)
}

/** Renames an invalid manifest, so that another can be written. Returns a sentence for the user. */
export async function setManifestAside(folder: ActorFolder, now: Date): Promise<string> {
  // Colons are not allowed in Windows file names.
  const suffix = `${ASIDE}${now.toISOString().replaceAll(':', '-')}`
  try {
    await rename(folder.manifestFile, `${folder.manifestFile}.${suffix}`)
  } catch (error) {
    throw new EvencastError(
      'UNAVAILABLE',
      `${folder.manifestFile} is not valid JSON and cannot be moved aside. Allow writing to its folder or repair the file.`,
      { cause: error },
    )
  }
  return `The manifest of ${folder.actorId} was damaged and has been rebuilt from the folder. The old one is kept beside it as manifest.json.${suffix}.`
}

/** Keeps a copy of a manifest with comments next to it. Returns a sentence for the user. */
export async function keepComments(folder: ActorFolder, now: Date): Promise<string> {
  const copy = `${folder.manifestFile}.${WITH_COMMENTS}${now.toISOString().replaceAll(':', '-')}`
  try {
    await copyFile(folder.manifestFile, copy, constants.COPYFILE_EXCL)
  } catch (error) {
    throw unavailable(copy, error)
  }
  return `The manifest of ${folder.actorId} is written without its comments. They are kept beside it in ${basename(copy)}.`
}

/** Removes copies next to a manifest that has the same bytes again. A copy that cannot be removed stays. */
export async function dropCopies({ imagesDir }: ActorFolder, bytes: Buffer): Promise<void> {
  const names = await readdir(imagesDir).catch(() => [])
  for (const file of names.filter(isCopy).map((name) => join(imagesDir, name))) {
    const copy = await readIfThere(file).catch(() => null)
    if (copy?.equals(bytes)) await unlink(file).catch(() => undefined)
  }
}

const isCopy = (name: string): boolean =>
  [ASIDE, WITH_COMMENTS].some((mark) => name.startsWith(`${MANIFEST_FILE}.${mark}`))

/** Writes the manifest atomically and returns its stamp (`size:mtimeNs`), which distinguishes our own writes from others. */
export async function saveManifest(folder: ActorFolder, manifest: Manifest): Promise<string> {
  await restoreManifestBytes(folder, Buffer.from(writeManifest(manifest)))
  return stampOf(await stat(folder.manifestFile, { bigint: true }))
}

export const readManifestBytes = (folder: ActorFolder): Promise<Buffer | null> => readIfThere(folder.manifestFile)

/** Restores the bytes that `readManifestBytes` returned; null removes the file, because there was none. */
export async function restoreManifestBytes(folder: ActorFolder, bytes: Buffer | null): Promise<void> {
  await assertInside(folder.root, folder.imagesDir)
  try {
    if (bytes === null) {
      await unlink(folder.manifestFile)
      return await syncDir(folder.imagesDir)
    }
    // Not recursive: a folder that disappeared with its drive must not be recreated empty.
    await mkdir(folder.imagesDir).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error
    })
    await writeAtomic(folder.manifestFile, bytes)
  } catch (error) {
    if (bytes === null && isMissing(error)) return
    // Permissions concern this folder only, so only its actor fails. Any other error concerns the drive.
    const code = systemCode(error)
    const forbidden = ['EACCES', 'EPERM'].includes(code)
    const remedy =
      diskFault(error) ?? `${forbidden ? 'Allow writing in its folder' : 'Check the drive'}, then try again.`
    throw new EvencastError(
      forbidden ? 'BAD_INPUT' : 'UNAVAILABLE',
      `${folder.manifestFile} cannot be written (${code}). ${remedy}`,
      { cause: error },
    )
  }
}
