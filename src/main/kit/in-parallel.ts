/**
 * Results of `work` over `items`, in their order, with at most `limit` under way. Starts items as others end, so that ten
 * thousand of them cost no long synchronous set-up (p-queue takes 90 ms to accept as many). Rejects with the first error
 * and starts nothing after it, nor after `signal` was aborted.
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
  // What is under way ends before this does: whoever takes back what was done must not be overtaken by it.
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane))
  const broken = lanes.find((each) => each.status === 'rejected')
  if (broken) throw broken.reason
  return results
}
