import { EvencastError } from '../domain/error.ts'

/** One object as a listing gives it. */
export interface StoreObject {
  /** Path relative to the library's root, with forward slashes. */
  readonly key: string
  readonly bytes: number
  /** Changes with the content, opaque otherwise; null when the store has none. */
  readonly etag: string | null
  /** ISO 8601. Tells of a change only where there is no ETag. */
  readonly modifiedAt: string
}

interface PutOptions {
  /** Of the file as it was read before: what arrives must be that. Hex; null when it was not read before. */
  readonly sha256: string | null
  /** A listing has just said that nothing is there: where the server guards against the contrary, it is not asked again. */
  readonly absent?: boolean | undefined
  /** ETag of what is to be replaced: where the store holds another version by now, nothing is written. Throws CONFLICT. */
  readonly replaces?: string | null | undefined
  /** Where what was there under this key is kept; see `remove`. */
  readonly trashId: string
  readonly signal?: AbortSignal | undefined
}

/** What was put, with the SHA-256 of its content in hex. */
interface PutObject extends StoreObject {
  readonly sha256: string
}

/**
 * A place that mirrors the library. No operation relies on conditional writes, which many S3 servers ignore: what is replaced or
 * removed is kept under `.trash/{trashId}/{key}` first. Every failure is an EvencastError with a sentence, without keys of an
 * account. `trashId` is the caller's, so that every call may be repeated after a crash.
 */
export interface Store {
  /** As people wrote it. */
  readonly url: string
  /** Makes a store that was never used ready; fails when it cannot be reached. */
  prepare(): Promise<void>
  /** Lists, writes and removes something small; throws a sentence that says which of these it may not, or what else is wrong. */
  testConnection(signal?: AbortSignal): Promise<unknown>
  /**
   * Everything but the trash, in no order, page by page; `folder`: only what lies below it. Throws when any part cannot be listed: half a
   * listing is none.
   */
  list(signal?: AbortSignal, folder?: string): AsyncIterable<StoreObject>
  /** Writes the object's bytes to a new file. */
  download(key: string, file: string, signal?: AbortSignal): Promise<void>
  /** The object appears whole or not at all; returns it as a listing would, but for `modifiedAt` where there is an ETag. */
  put(key: string, file: string, options: PutOptions): Promise<PutObject>
  /** Moves an object into the store's trash. Nothing to do when there is none. */
  remove(key: string, trashId: string): Promise<void>
  /** Takes it out of the trash again. Throws CONFLICT when there is an object of this name, NOT_FOUND when none is kept. */
  restore(key: string, trashId: string): Promise<StoreObject>
  /** Deletes what is kept in the trash, for good. Nothing to do when there is none. */
  purge(key: string, trashId: string): Promise<void>
  /** SHA-256 of the object's content, in hex, by reading it if need be. */
  sha256(key: string, signal?: AbortSignal): Promise<string>
  urlOf(key: string): string
}

export const STORE_TRASH = '.trash'

export const changedMeanwhile = (key: string): EvencastError =>
  new EvencastError('CONFLICT', `${key} was changed in the store at the same moment. Sync again.`)

export const LONGEST_KEY = 1024

/**
 * Whether a key may become a path on any system: relative, no `..`, no empty or hidden part, nothing that Windows reserves.
 * Listings may hold anything; such keys are left alone.
 */
export function isSafeKey(key: string): boolean {
  const parts = key.split('/')
  return key.length <= LONGEST_KEY && parts.every((part) => isSafePart(part))
}

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

const isSafePart = (part: string): boolean =>
  part !== '' &&
  !part.startsWith('.') &&
  !/[. ]$/.test(part) &&
  !RESERVED.test(part) &&
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  !/[<>:"\\|?*\u0000-\u001f\u007f]/.test(part)

const LONGEST = 255

/** The same, and no part is longer than drives take. */
export const fitsOnDisk = (key: string): boolean =>
  isSafeKey(key) && key.split('/').every((part) => Buffer.byteLength(part) <= LONGEST)
