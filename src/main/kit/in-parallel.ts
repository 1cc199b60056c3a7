/**
 * Returns the results of `work` over `items`, in order, with at most `limit` in progress. Items start as others end, so that ten thousand
 * of them need no long synchronous set-up (p-queue takes 90 ms to accept as many). Rejects with the first error and starts nothing after
 * it, nor after `signal` was aborted.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
  signal?: { readonly throwIfAborted: () => void },
): Promise<R[]> {
  const results: R[] = []
  const waiting = items.entries()
  let failed = false
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (failed) return
      signal?.throwIfAborted()
      try {
        results[index] = await work(item, index)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  // Wait for all items in progress: a caller that undoes the work after an error must not be overtaken by them.
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane))
  const broken = lanes.find((each) => each.status === 'rejected')
  if (broken) throw broken.reason
  return results
}
