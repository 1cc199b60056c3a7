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
/** Its images and its base image; no folder below these is looked into. */
const OF_THE_SET = new RegExp(`^(${TRAINING_DIR}|${BASE_DIR})/[^/]+$`)

export const trainingPrefix = (actorId: string): string => `${ACTORS}/${actorId}/${TRAINING_DIR}/`
const manifestKey = (actorId: string): string => `${trainingPrefix(actorId)}${MANIFEST_FILE}`

/** An actor as it lay in the store when a worker took it. */
export interface CheckedOut {
  readonly actorId: string
  /** The manifest's ETag and text; null: there is none. */
  readonly manifest: StoredManifest | null
  /** What lies directly in the folder of images, the manifest aside. */
  readonly files: ReadonlySet<string>
  /** Of all that was copied. */
  readonly sha256s: readonly string[]
  /** The images among it. */
  readonly images: readonly ReadFile[]
  /** Images that are here by their names and sizes alone, by name. */
  readonly elsewhere: ReadonlyMap<string, ReadFile>
}

/** By key, the SHA-256 of those images that need not be copied. */
export type KnownOf = (images: readonly ListedFile[]) => Promise<ReadonlyMap<string, string>>

const nothingKnown: KnownOf = async () => new Map()

export interface StoredManifest {
  readonly etag: string
  readonly text: string
}

/** Ids of all actors that have anything in the store; what a worker would not take for an actor is none. */
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

/** Disks change other names, and then it is not known which image it is. */
const KEEPS_NAME = /^[\x20-\x7e]+$/

export type CheckOut = typeof checkOut

/**
 * Copies an actor into a library on this machine, images of which all is known by their names and sizes alone. Its manifest comes first,
 * so that what is written later is seen by its ETag; where its plan was begun already, it is the one of then. Throws BAD_INPUT for images that cannot be copied, unless its plan was begun without them.
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
  // Without it the set would lack an image, and one in its place would be paid for.
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
      // The ETag of what was read, which may be newer than the listing.
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

/** A file of that size that takes no room, and that nobody may open: what it holds is not the image. Root may all the same; see `assertKnown`, which finds out. */
async function standIn(file: string, bytes: number): Promise<void> {
  await using target = await open(file, 'wx', 0o000)
  await target.truncate(bytes)
}
