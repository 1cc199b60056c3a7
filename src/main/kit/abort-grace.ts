/**
 * Returns a signal that follows another only after `graceMs`, for work that is paid for once it was sent: an aborted caller still gets an
 * answer that arrives soon. Dispose of it when the work has settled; nothing waits after that.
 */
export function abortGrace(
  signal: AbortSignal | undefined,
  graceMs: number,
): { readonly signal: AbortSignal } & Disposable {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const begin = () => {
    timer = setTimeout(() => late.abort(signal?.reason), graceMs)
  }
  if (signal?.aborted) begin()
  else signal?.addEventListener('abort', begin, { once: true })
  return {
    signal: late.signal,
    [Symbol.dispose]() {
      signal?.removeEventListener('abort', begin)
      clearTimeout(timer)
    },
  }
}
