import { mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { EvencastError } from '../../domain/error.ts'
import { isImageFile, isImageName } from '../../domain/naming.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { mayBeActor } from '../../library/find-actors.ts'
import { BASE_DIR, MANIFEST_FILE, TRAINING_DIR } from '../../library/layout.ts'
import { downloadTo } from '../../storage/s3/download.ts'
import { listBucket } from '../../storage/s3/list.ts'
import { fitsOnDisk } from '../../storage/store.ts'
import { isUnusable, unusableNames } from '../../storage/unusable.ts'
import type { Begun } from '../ledger/actors.ts'
import type { ListedFile, ReadFile } from '../ledger/contents.ts'
import type { SharedStore } from './open-shared.ts'

const ACTORS = 'actors'
const AT_ONCE = 8
/** Matches an actor's images and base images; subfolders are not part of the set. */
const OF_THE_SET = new RegExp(`^(${TRAINING_DIR}|${BASE_DIR})/[^/]+$`)

export const trainingPrefix = (actorId: string): string => `${ACTORS}/${actorId}/${TRAINING_DIR}/`
const manifestKey = (actorId: string): string => `${trainingPrefix(actorId)}${MANIFEST_FILE}`

/** An actor as it was in the store when a worker took it. */
export interface CheckedOut {
  readonly actorId: string
  /** The manifest's ETag and text; null when there is none. */
  readonly manifest: StoredManifest | null
  /** Files directly in the folder of images, without the manifest. */
  readonly files: ReadonlySet<string>
  /** Hashes of all copied files. */
  readonly sha256s: readonly string[]
  /** The copied images. */
  readonly images: readonly ReadFile[]
  /** Images that were not copied and are here by name and size only, by name. */
  readonly elsewhere: ReadonlyMap<string, ReadFile>
}

/** Returns, by key, the SHA-256 of images that need not be copied. */
export type KnownOf = (images: readonly ListedFile[]) => Promise<ReadonlyMap<string, string>>

const nothingKnown: KnownOf = async () => new Map()

export interface StoredManifest {
  readonly etag: string
  readonly text: string
}

/** Yields the ids of all actors with files in the store. Names that a worker would not accept as an actor are skipped. */
export async function* storedActors({ bucket, location }: SharedStore): AsyncGenerator<string> {
  let last = ''
  const prefix = `${location.prefix}${ACTORS}/`
  for await (const { key } of listBucket(bucket, prefix)) {
    const [actorId = ''] = key.split('/')
    if (actorId === last || !mayBeActor(actorId)) continue
    last = actorId
    yield actorId
  }
}

export async function readStoredManifest(
  { bucket, location }: SharedStore,
  actorId: string,
): Promise<StoredManifest | null> {
  try {
    const { etag, body } = await bucket.get(location.prefix + manifestKey(actorId))
    const text = (await buffer(body)).toString('utf8')
    if (etag === null) throw new EvencastError('UPSTREAM', `The store gives no ETag for the manifest of ${actorId}.`)
    return { etag, text }
  } catch (error) {
    if (error instanceof EvencastError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** File systems may change other names, and then the image could not be identified. */
const KEEPS_NAME = /^[\x20-\x7e]+$/

export type CheckOut = typeof checkOut

/**
 * Copies an actor into a library on this machine; known images are created with name and size only. The manifest is read first, so that its
 * ETag reveals later writes; when the plan was begun before, the manifest of that time is used. Throws BAD_INPUT for images that cannot be
 * copied, unless the plan was begun without them.
 */
export async function checkOut(
  store: SharedStore,
  actorId: string,
  root: string,
  begun: Begun | null,
  signal: AbortSignal,
  knownOf: KnownOf = nothingKnown,
): Promise<CheckedOut> {
  const { bucket, location } = store
  const { manifest } = begun ?? { manifest: await readStoredManifest(store, actorId) }
  const [own, training] = [`${ACTORS}/${actorId}/`, trainingPrefix(actorId)]
  const listed: ListedFile[] = []
  const unusable: string[] = []
  for await (const { key, etag, bytes } of listBucket(bucket, `${location.prefix}${own}`, signal))
    if (fitsOnDisk(key)) listed.push({ key: own + key, etag, bytes })
    else if (isUnusable(key) && OF_THE_SET.test(key)) unusable.push(own + key)
  // Without these images the set would look incomplete, and replacements would be paid for.
  if (unusable.length > 0 && begun === null)
    throw new EvencastError('BAD_INPUT', `${unusableNames(unusable)} Then start ${actorId} again.`)
  const keys = listed.map(({ key }) => key)
  if (keys.length === 0) throw new EvencastError('NOT_FOUND', `${actorId} is no longer in the store.`)
  const isFlat = keys.some((key) => isImageFile(key) && !key.slice(own.length).includes('/'))
  if (isFlat && !keys.some((key) => key.startsWith(training)))
    throw new EvencastError(
      'BAD_INPUT',
      `The images of ${actorId} lie directly in its folder. Move them to ${training}, where a fleet works on them.`,
    )
  const nameOf = (key: string): string => {
    const name = key.startsWith(training) ? key.slice(training.length) : ''
    return name.includes('/') ? '' : name
  }
  const known = await knownOf(listed.filter(({ key }) => KEEPS_NAME.test(nameOf(key)) && isImageName(nameOf(key))))
  const files = new Set<string>()
  const sha256s: string[] = []
  const images: ReadFile[] = []
  const elsewhere = new Map<string, ReadFile>()
  await inParallel(
    listed,
    AT_ONCE,
    async ({ key, bytes, etag }) => {
      if (key === manifestKey(actorId)) return
      const file = join(root, ...key.split('/'))
      const name = nameOf(key)
      if (name !== '') files.add(name)
      await mkdir(dirname(file), { recursive: true })
      const sha256 = known.get(key)
      if (sha256 !== undefined) {
        await standIn(file, bytes)
        elsewhere.set(name, { key, bytes, etag, sha256 })
        return
      }
      const read = await downloadTo(bucket, location, key, file, signal)
      sha256s.push(read.sha256)
      // The ETag of the download, which may be newer than the listing.
      if (isImageName(name)) images.push({ key, ...read })
    },
    signal,
  )
  if (manifest !== null) {
    await mkdir(join(root, training), { recursive: true })
    await writeFile(join(root, manifestKey(actorId)), manifest.text)
  }
  return { actorId, manifest, files, sha256s, images, elsewhere }
}

/**
 * Creates a sparse file of that size that may not be opened, because its content is not the image. Root can open it all the same, which
 * `assertKnown` detects.
 */
async function standIn(file: string, bytes: number): Promise<void> {
  await using target = await open(file, 'wx', 0o000)
  await target.truncate(bytes)
}
