/** Collects ids for a moment and passes them on together, one call at a time, because events arrive faster than lists can be fetched. */
export function collector(delayMs: number, flush: (ids: readonly string[]) => Promise<void>) {
  const waiting = new Set<string>()
  let busy = false
  const run = async (): Promise<void> => {
    if (busy || waiting.size === 0) return
    busy = true
    const ids = [...waiting]
    waiting.clear()
    await flush(ids).finally(() => {
      busy = false
    })
    await run()
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  return (ids: readonly string[]): void => {
    for (const id of ids) waiting.add(id)
    clearTimeout(timer)
    timer = setTimeout(() => void run(), delayMs)
  }
}
