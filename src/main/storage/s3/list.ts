import { EvencastError } from '../../domain/error.ts'
import { STORE_TRASH, type StoreObject } from '../store.ts'
import type { Bucket, Page } from './bucket.ts'

/** S3's largest page. */
const PAGE_SIZE = 1000

/**
 * Lists everything below the prefix except the trash, page by page. Where the server lists in order, as almost all do, the whole trash is
 * skipped with one request.
 */
export async function* listBucket(
  bucket: Bucket,
  prefix: string,
  signal?: AbortSignal,
  pageSize = PAGE_SIZE,
): AsyncGenerator<StoreObject> {
  const trash = `${prefix}${STORE_TRASH}/`
  // The first name after every name in the trash, because “0” follows “/”.
  const afterTrash = `${prefix}${STORE_TRASH}0`
  let ordered = true
  let last = ''
  let at: { readonly token?: string; readonly after?: string } = {}
  for (;;) {
    signal?.throwIfAborted()
    const page: Page = await bucket.page(prefix, at, pageSize, signal)
    for (const { key, bytes, etag, modifiedAt } of page.objects) {
      ordered &&= Buffer.compare(Buffer.from(last), Buffer.from(key)) < 0
      last = key
      if (!key.startsWith(trash) && key !== prefix) yield { key: key.slice(prefix.length), bytes, etag, modifiedAt }
    }
    if (page.next === null) return
    if (page.next === at.token)
      throw new EvencastError('UPSTREAM', 'The listing of the store never ends. Nothing was changed.')
    at = ordered && last.startsWith(trash) ? { after: afterTrash } : { token: page.next }
  }
}
