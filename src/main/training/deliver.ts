import { randomUUID, createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import writeFileAtomic from 'write-file-atomic'
import { EvencastError } from '../domain/error.ts'
import type { TrainerName } from '../domain/training/trainer.ts'
import { readRegular, UnfitFileError } from '../kit/read-regular.ts'
import { MOST_ARCHIVE_BYTES, readZip } from './check/zip.ts'
import { textsOf } from './contents.ts'
import { FORMATS } from './formats/index.ts'
import { type Lock, LOCK_FILE, parseLock, readLock } from './lock.ts'
import type { Layout } from './records.ts'
import type { ExportedSet } from './write-export.ts'
import { zipOfExport } from './zip-of-export.ts'

/** The part of a store that an export needs: see `storage/store.ts`. */
export interface ExportStore {
  list(signal?: AbortSignal): AsyncIterable<{ readonly key: string; readonly bytes: number }>
  prepare(): Promise<void>
  download(key: string, file: string, signal?: AbortSignal): Promise<void>
  put(
    key: string,
    file: string,
    options: { readonly sha256: string; readonly trashId: string; readonly signal?: AbortSignal | undefined },
  ): Promise<unknown>
  remove(key: string, trashId: string): Promise<void>
  purge(key: string, trashId: string): Promise<void>
  sha256(key: string, signal?: AbortSignal): Promise<string>
}

interface Sending {
  readonly signal?: AbortSignal | undefined
  readonly onFile?: ((done: number, total: number) => void) | undefined
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Rewrites configuration and README with the set's destination instead of the folder where it was created. */
async function readdress({ dir, layout, lock }: ExportedSet, where: Pick<Layout, 'root' | 'bucket'>): Promise<Lock> {
  const stems = new Map(lock.images.map(({ file }) => [basename(file).replace(/\.\w+$/, ''), basename(file)]))
  const files = { ...lock.files }
  for (const { name, text } of await textsOf({ ...layout, ...where }, FORMATS[lock.trainer], stems)) {
    await writeFileAtomic(join(dir, name), text)
    files[name] = sha256(Buffer.from(text))
  }
  const moved: Lock = { ...lock, files }
  await writeFileAtomic(join(dir, LOCK_FILE), `${JSON.stringify(moved, null, 2)}\n`)
  return moved
}

/**
 * Sends an export from its folder to an otherwise empty store; continues an interrupted one. Replaced objects go to the store's trash.
 * Throws CONFLICT when the store contains anything else.
 */
export async function sendToStore(
  exported: ExportedSet,
  store: ExportStore,
  where: Pick<Layout, 'root' | 'bucket'>,
  { signal, onFile }: Sending,
): Promise<Lock> {
  const { dir } = exported
  const lock = await readdress(exported, where)
  await store.prepare()
  const there = new Map<string, number>()
  for await (const { key, bytes } of store.list(signal)) there.set(key, bytes)
  const before = there.has(LOCK_FILE) ? await lockOf(store, dir, signal) : null
  if (there.size > 0 && !before)
    throw new EvencastError(
      'CONFLICT',
      `${where.root} is not empty, and what is in it is no export of Evencast. Choose another prefix.`,
    )
  assertSame(before, lock, where.root)
  const trashId = randomUUID()
  const temp = join(dir, `${LOCK_FILE}.part`)
  const putLock = async (state: Lock['state'], files: Lock['files']): Promise<void> => {
    const text = `${JSON.stringify({ ...lock, state, files }, null, 2)}\n`
    await writeFileAtomic(temp, text)
    await store.put(LOCK_FILE, temp, { sha256: sha256(Buffer.from(text)), trashId, signal })
    await rm(temp, { force: true })
  }
  await putLock('writing', { ...before?.files, ...lock.files })
  const names = Object.keys(lock.files)
  for (const [i, name] of names.entries()) {
    signal?.throwIfAborted()
    const content = await readFile(join(dir, name))
    const hash = sha256(content)
    const same =
      there.get(name) === content.length &&
      ((before?.state === 'whole' && before.files[name] === hash) || (await store.sha256(name, signal)) === hash)
    if (!same) await store.put(name, join(dir, name), { sha256: hash, trashId, signal })
    onFile?.(i + 1, names.length)
  }
  for (const name of Object.keys(before?.files ?? {}))
    if (!Object.hasOwn(lock.files, name) && there.has(name)) await store.remove(name, trashId)
  await putLock('whole', lock.files)
  // The replaced object is only the lock of an unfinished export.
  if (before?.state !== 'whole') await store.purge(LOCK_FILE, trashId)
  return lock
}

async function lockOf(store: ExportStore, dir: string, signal?: AbortSignal): Promise<Lock | null> {
  const temp = join(dir, '.evencast-lock-there')
  await rm(temp, { recursive: true, force: true })
  await mkdir(temp)
  await store.download(LOCK_FILE, join(temp, LOCK_FILE), signal)
  const found = await readLock(temp)
  await rm(temp, { recursive: true, force: true })
  return found
}

/** Throws CONFLICT for an export of another set, or for another trainer. */
function assertSame(
  before: { readonly trainer: TrainerName; readonly name: string } | null,
  { trainer, name }: Lock,
  where: string,
): void {
  if (before && (before.trainer !== trainer || before.name !== name))
    throw new EvencastError('CONFLICT', `${where} holds ${before.name} for ${before.trainer}. Choose another place.`)
}

/**
 * Packs an export into one archive while it is read: the trainer's own zip where it accepts one, else the whole folder, with paths relative
 * to where it is unpacked. Never overwrites a file that is not such an archive of the same set.
 */
export async function packAsZip(exported: ExportedSet, file: string, { signal }: Sending): Promise<Lock> {
  const { lock } = exported
  if (await stat(file).catch(() => null)) await assertOurs(file, exported)
  await mkdir(dirname(file), { recursive: true })
  const part = `${file}.evencast-part`
  try {
    await pipeline(zipOfExport(exported, signal), createWriteStream(part, { flush: true }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return lock
}

async function assertOurs(file: string, { lock, layout }: ExportedSet): Promise<void> {
  const own = FORMATS[lock.trainer].pack === 'zip' ? `${layout.name}.zip` : null
  const content = await readRegular(file, MOST_ARCHIVE_BYTES).catch((cause: unknown) => {
    if (!(cause instanceof UnfitFileError)) throw cause
    throw new EvencastError('CONFLICT', cause.message, { cause })
  })
  if (own !== null && sha256(content) === lock.files[own]) return
  const entry = own === null ? readZip(content, file).find(({ name }) => name === LOCK_FILE) : undefined
  const found = entry && parseLock((await entry.content()).toString('utf8'))
  if (!found)
    throw new EvencastError('CONFLICT', `${file} is there already and is no export of this set. Choose another name.`)
  assertSame(found, lock, file)
}
