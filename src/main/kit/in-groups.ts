/**
 * Processes items in groups: items that arrive while a group is in progress form the next one, so that they share its fixed cost; an item
 * that arrives alone is processed at once. `work` returns one result per item, in order; when it rejects, all items of its group do.
 */
export function inGroups<T, R = unknown>(
  work: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>,
): (item: T) => Promise<R> {
  let waiting: { readonly item: T; readonly done: PromiseWithResolvers<R> }[] = []
  let busy = false

  async function next(): Promise<void> {
    if (busy || waiting.length === 0) return
    busy = true
    const group = waiting
    waiting = []
    try {
      const results = await work(group.map(({ item }) => item))
      for (const [i, { done }] of group.entries()) {
        const result = results[i]
        if (result?.status === 'fulfilled') done.resolve(result.value)
        else done.reject(result?.reason)
      }
    } catch (error) {
      for (const { done } of group) done.reject(error)
    }
    busy = false
    void next()
  }

  return (item) => {
    const done = Promise.withResolvers<R>()
    waiting.push({ item, done })
    void next()
    return done.promise
  }
}
