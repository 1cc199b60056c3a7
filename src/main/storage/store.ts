import { EvencastError } from '../domain/error.ts'

/** One object of a listing. */
export interface StoreObject {
  /** Path relative to the library's root, with forward slashes. */
  readonly key: string
  readonly bytes: number
  /** Changes with the content, opaque otherwise; null when the store has none. */
  readonly etag: string | null
  /** ISO 8601. Indicates a change only where there is no ETag. */
  readonly modifiedAt: string
}

interface PutOptions {
  /** SHA-256 of the file as it was read before, in hex: different content is not written. Null when it was not read before. */
  readonly sha256: string | null
  /** True when a listing has just shown that there is no such object: where the server refuses to overwrite, it is not checked again. */
  readonly absent?: boolean | undefined
  /** ETag of the object to be replaced. Throws CONFLICT, with nothing written, when the store has another version by now. */
  readonly replaces?: string | null | undefined
  /** Trash id under which the existing object is kept; see `remove`. */
  readonly trashId: string
  readonly signal?: AbortSignal | undefined
}

/** The written object, with the SHA-256 of its content in hex. */
interface PutObject extends StoreObject {
  readonly sha256: string
}

/**
 * A place that mirrors the library. No operation relies on conditional writes, which many S3 servers ignore: replaced and removed objects
 * are first kept under `.trash/{trashId}/{key}`. Every failure is an EvencastError with a sentence that contains no account keys. The
 * caller chooses `trashId`, so that every call can be repeated after a crash.
 */
export interface Store {
  /** The URL as the user wrote it. */
  readonly url: string
  /** Prepares a store for its first use; fails when it cannot be reached. */
  prepare(): Promise<void>
  /** Lists, writes and removes a small object; throws a sentence that says which of these is not allowed, or what else is wrong. */
  testConnection(signal?: AbortSignal): Promise<unknown>
  /**
   * Yields everything except the trash, in no particular order, page by page; with `folder` only what is below it. Throws when any part
   * cannot be listed, because half a listing is useless.
   */
  list(signal?: AbortSignal, folder?: string): AsyncIterable<StoreObject>
  /** Writes the object's bytes to a new file. */
  download(key: string, file: string, signal?: AbortSignal): Promise<void>
  /** Writes an object, which appears whole or not at all. Returns it as a listing would, except for `modifiedAt` where there is an ETag. */
  put(key: string, file: string, options: PutOptions): Promise<PutObject>
  /** Moves an object into the store's trash. Does nothing when there is none. */
  remove(key: string, trashId: string): Promise<void>
  /** Restores an object from the trash. Throws CONFLICT when there is an object of this name, NOT_FOUND when none is kept. */
  restore(key: string, trashId: string): Promise<StoreObject>
  /** Deletes an object from the trash permanently. Does nothing when there is none. */
  purge(key: string, trashId: string): Promise<void>
  /** Returns the SHA-256 of the object's content in hex, by reading it if necessary. */
  sha256(key: string, signal?: AbortSignal): Promise<string>
  urlOf(key: string): string
}

export const STORE_TRASH = '.trash'

export const changedMeanwhile = (key: string): EvencastError =>
  new EvencastError('CONFLICT', `${key} was changed in the store at the same moment. Sync again.`)

export const LONGEST_KEY = 1024

/**
 * Returns true when a key can be a path on any system: relative, no `..`, no empty or hidden part, nothing that Windows reserves. Listings
 * may contain any key; unsafe ones are ignored.
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

/** As `isSafeKey`, and no part is longer than file systems allow. */
export const fitsOnDisk = (key: string): boolean =>
  isSafeKey(key) && key.split('/').every((part) => Buffer.byteLength(part) <= LONGEST)
