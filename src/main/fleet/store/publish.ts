import { hash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../../contract/reports.ts'
import { EvencastError } from '../../domain/error.ts'
import { emptyManifest, type Manifest, upsertImages, writeManifest } from '../../domain/manifest.ts'
import { isImageFile } from '../../domain/naming.ts'
import { readManifest } from '../../domain/read-manifest.ts'
import { sidecarsToTake } from '../../domain/sidecars.ts'
import { readIfThere } from '../../library/json-file.ts'
import { MANIFEST_FILE, TRAINING_DIR } from '../../library/layout.ts'
import { isMissing } from '../../library/presence.ts'
import { type Content, contentOf, readContent } from '../../storage/s3/content.ts'
import { trashKey, urlsOf } from '../../storage/s3/location.ts'
import { keepCopy } from '../../storage/s3/upload.ts'
import type { Publishing } from '../ledger/actors.ts'
import type { Owned } from '../ledger/calls.ts'
import type { ReadFile } from '../ledger/contents.ts'
import type { Ledger } from '../ledger/index.ts'
import { type CheckedOut, readStoredManifest, type StoredManifest, trainingPrefix } from './check-out.ts'
import { mergeManifests } from '../../library/merge-manifests.ts'
import type { SharedStore } from './open-shared.ts'

/** Number of merges before publishing gives up, because another program keeps writing the manifest. */
const MERGES = 8

const parsed = (text: string | undefined, actorId: string): Manifest =>
  text === undefined ? emptyManifest(actorId, new Date().toISOString()) : readManifest(text, actorId).manifest

/** Returns the key of a file among the actor's images. */
const keyOf = ({ location }: SharedStore, actorId: string, filename: string): string =>
  `${location.prefix}${trainingPrefix(actorId)}${filename}`

/** Findings about a set as a whole, which do not keep its images from being stored. */
const OF_THE_SET = new Set(['style_mix', 'duplicate_prompt'])

/**
 * Publishes an actor to the store: uploads new files, then the manifest on condition that it is unchanged, then moves removed files to the
 * store's trash. The ledger records the changes before they begin. An unchanged actor is skipped. Returns null when the actor is stored, or
 * else the reason why nothing of it was stored. A finding of its verification about a new or removed file is such a reason. Throws CONFLICT
 * for a worker that has lost the actor, UNAVAILABLE for errors that the next owner settles.
 */
export async function publish(
  store: SharedStore,
  ledger: Ledger,
  owned: Owned,
  { actorId, manifest, files }: CheckedOut,
  root: string,
  findings: readonly Finding[],
  /** Called for every image that is stored. */
  onStored: (image: ReadFile) => void = () => {},
): Promise<string | null> {
  const dir = join(root, 'actors', actorId, TRAINING_DIR)
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const here = new Set(names.filter((name) => name !== MANIFEST_FILE && !name.startsWith('.')))
  const added = [...here].filter((name) => !files.has(name))
  const removed = [...files].filter((name) => !here.has(name))
  const text = (await readIfThere(join(dir, MANIFEST_FILE)))?.toString('utf8')
  if (added.length + removed.length === 0 && text === manifest?.text) return null
  const changed = new Set([...added, ...removed])
  const wrong = findings.find(({ kind, file }) => !OF_THE_SET.has(kind) && changed.has(file))
  if (wrong) return `${wrong.file} is not stored: ${wrong.detail}`
  const urlOf = urlsOf(store.location)
  const urls = added
    .filter(isImageFile)
    .map((name) => [name, { s3_url: urlOf(`${trainingPrefix(actorId)}${name}`) }] as const)
  const ours = upsertImages(parsed(text, actorId), new Map(urls))
  const contents = await Promise.all(
    added.map(async (filename) => ({ filename, content: await readContent(join(dir, filename)) })),
  )
  const publishing: Publishing = {
    manifest: writeManifest(ours),
    added: contents.map(({ filename, content }) => ({ filename, sha256: content.sha256 })),
    removed,
  }
  await ledger.actors.publishing(owned, publishing)
  try {
    for (const { filename, content } of contents) {
      await ledger.actors.assertOwner(owned)
      const etag = await putNew(store, keyOf(store, actorId, filename), content)
      const { bytes, sha256 } = content
      if (isImageFile(filename)) onStored({ key: trainingPrefix(actorId) + filename, etag, bytes, sha256 })
    }
    const spared = await putManifest(store, ledger, owned, manifest, ours)
    const gone = removed.filter((name) => !isSpared(name, spared))
    await clear(store, owned, gone)
    return null
  } catch (error) {
    if (error instanceof EvencastError && error.code === 'UNAVAILABLE') throw error
    if (await settled(store, ledger, owned, publishing, false)) return null
    if (error instanceof EvencastError) return error.message
    throw error
  }
}

/** Uploads a new file and returns its ETag. */
async function putNew({ bucket }: SharedStore, key: string, content: Content): Promise<string | null> {
  try {
    return await bucket.put(key, content, { ifNoneMatch: '*' })
  } catch (error) {
    // A file with the same content is our own first attempt, whose answer was lost.
    const there = isConflict(error) ? await bucket.head(key) : null
    if (there?.sha256 !== content.sha256) throw error
    return there.etag
  }
}

/** Uploads the manifest with If-Match and merges what others wrote meanwhile. Returns the images that stay because of them. */
async function putManifest(
  store: SharedStore,
  ledger: Ledger,
  owned: Owned,
  taken: StoredManifest | null,
  ours: Manifest,
): Promise<readonly string[]> {
  const { actorId } = owned
  const base = parsed(taken?.text, actorId)
  let there = taken
  let next = { manifest: ours, spared: [] as readonly string[] }
  for (let left = MERGES; ; left--) {
    await ledger.actors.assertOwner(owned)
    const content = { ...contentOf(Buffer.from(writeManifest(next.manifest))), type: 'application/json' }
    const condition = there === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: there.etag, etags: store.etags }
    try {
      await store.bucket.put(keyOf(store, actorId, MANIFEST_FILE), content, condition)
      return next.spared
    } catch (error) {
      if (!isConflict(error) || left === 0) throw error
      there = await readStoredManifest(store, actorId)
      if (there !== null && hash('sha256', there.text) === content.sha256) return next.spared
      next = mergeManifests(base, ours, parsed(there?.text, actorId))
    }
  }
}

/**
 * Finishes interrupted publishing when its manifest is stored, and removes its files otherwise. Returns true when it is finished. Throws
 * UNAVAILABLE for any error of the store, because an actor is not given up while files may be left there.
 */
export const settlePublishing = (
  store: SharedStore,
  ledger: Ledger,
  owned: Owned,
  publishing: Publishing,
): Promise<boolean> => settled(store, ledger, owned, publishing, true)

/** `isHeir`: another worker began it. */
async function settled(
  store: SharedStore,
  ledger: Ledger,
  owned: Owned,
  publishing: Publishing,
  isHeir: boolean,
): Promise<boolean> {
  await ledger.actors.assertOwner(owned)
  try {
    return await settle(store, ledger, owned, publishing, isHeir)
  } catch (error) {
    if (!(error instanceof EvencastError)) throw error
    await ledger.actors.assertOwner(owned)
    throw new EvencastError('UNAVAILABLE', error.message, { cause: error })
  }
}

async function settle(
  store: SharedStore,
  ledger: Ledger,
  owned: Owned,
  publishing: Publishing,
  isHeir: boolean,
): Promise<boolean> {
  const { actorId } = owned
  const { added, removed } = publishing
  const stored = await readStoredManifest(store, actorId)
  const listed = new Set(parsed(stored?.text, actorId).images.map(({ filename }) => filename))
  const images = added.filter(({ filename }) => isImageFile(filename))
  const isIn =
    stored !== null &&
    images.every(({ filename }) => listed.has(filename)) &&
    (images.length > 0 || removed.some((name) => isImageFile(name) && !listed.has(name)))
  if (isIn) {
    const gone = removed.filter((name) => !isImageFile(name) || !listed.has(name))
    await clear(
      store,
      owned,
      gone.filter((name) => !isSpared(name, [...listed])),
    )
    return true
  }
  if (isHeir && !(await shutOut(store, owned, stored))) return settle(store, ledger, owned, publishing, isHeir)
  for (const { filename, sha256 } of added) {
    const key = keyOf(store, actorId, filename)
    if (listed.has(filename) || (await store.bucket.head(key))?.sha256 !== sha256) continue
    // The next owner may have uploaded the very same file.
    await ledger.actors.assertOwner(owned)
    await store.bucket.remove(key)
  }
  await ledger.actors.publishing(owned, null)
  return false
}

/**
 * Writes the manifest again with another time. A delayed request of a suspended owner is then refused, however late it arrives, because it
 * names the former ETag. Returns false when that request, or another write, came first.
 */
async function shutOut(store: SharedStore, { actorId }: Owned, stored: StoredManifest | null): Promise<boolean> {
  const text = writeManifest({ ...parsed(stored?.text, actorId), updated_at: new Date().toISOString() })
  const content = { ...contentOf(Buffer.from(text)), type: 'application/json' }
  const condition = stored ? { ifMatch: stored.etag, etags: store.etags } : ({ ifNoneMatch: '*' } as const)
  try {
    await store.bucket.put(keyOf(store, actorId, MANIFEST_FILE), content, condition)
    return true
  } catch (error) {
    if (isConflict(error)) return false
    throw error
  }
}

/** Returns true for an image that stays, and for its sidecars. */
const isSpared = (name: string, spared: readonly string[]): boolean =>
  spared.includes(name) || spared.some((image) => sidecarsToTake([name, image], image).includes(name))

async function clear(store: SharedStore, { runId, actorId }: Owned, filenames: readonly string[]): Promise<void> {
  for (const filename of filenames) {
    const key = keyOf(store, actorId, filename)
    const there = await store.bucket.head(key)
    if (!there) continue
    await keepCopy(
      store.bucket,
      key,
      trashKey(store.location, `${trainingPrefix(actorId)}${filename}`, `fleet-${runId}`),
      there,
    )
    await store.bucket.remove(key)
  }
}

const isConflict = (error: unknown): boolean => error instanceof EvencastError && error.code === 'CONFLICT'
