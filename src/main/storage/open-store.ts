import { fileURLToPath } from 'node:url'
import { EvencastError } from '../domain/error.ts'
import { createFolderStore } from './folder.ts'
import { createS3Store, type S3Options } from './s3/create.ts'
import type { Store } from './store.ts'

export interface StoreOptions {
  /** Options of stores whose URL begins with s3://. */
  readonly s3?: Omit<S3Options, 'url'> | undefined
}

/** Functions that open a store, by the scheme of its URL. */
const OPENERS: Readonly<Record<string, (url: URL, text: string, options: StoreOptions) => Store>> = {
  'file:': (url) => createFolderStore(pathOf(url)),
  // Uses the text instead of the parsed URL, because keys in it are not percent-encoded.
  's3:': (_, text, options) => createS3Store({ ...options.s3, url: text }),
}

/** Opens the store at a URL without contacting it. Throws BAD_INPUT. */
export function openStore(url: string, options: StoreOptions = {}): Store {
  const parsed = URL.parse(url.trim())
  const open = parsed && Object.hasOwn(OPENERS, parsed.protocol) ? OPENERS[parsed.protocol] : undefined
  if (!parsed || !open) {
    throw new EvencastError(
      'BAD_INPUT',
      `“${withoutSecrets(url)}” is not a store that Evencast supports. Enter a bucket, such as s3://my-bucket/actors, or a folder, such as file:///mnt/backup/actors.`,
    )
  }
  return open(parsed, url.trim(), options)
}

function pathOf(url: URL): string {
  try {
    const path = fileURLToPath(url)
    if (path !== '/' && url.search === '' && url.hash === '') return path
  } catch {
    // A host name or an encoded slash; the error below covers it.
  }
  throw new EvencastError(
    'BAD_INPUT',
    `“${url.href}” is not a folder. Enter it as file:///mnt/backup/actors, with three slashes.`,
  )
}

const withoutSecrets = (url: string): string => url.replace(/\/\/[^/@]*@/, '//')
