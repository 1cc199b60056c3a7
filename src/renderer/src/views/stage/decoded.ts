/** Pictures decoded ahead; those asked for last are held, so that showing one of them takes no time. */
const HELD = 16
const held = new Map<string, HTMLImageElement>()

export function decodeAhead(urls: readonly (string | undefined)[]): void {
  for (const url of urls) {
    if (url === undefined) continue
    const image = held.get(url) ?? new Image()
    // The newest come last, the oldest are let go.
    held.delete(url)
    held.set(url, image)
    if (image.src !== '') continue
    image.src = url
    // What cannot be decoded says so where it is shown.
    image.decode().catch(() => undefined)
  }
  for (const url of [...held.keys()].slice(0, Math.max(0, held.size - HELD))) held.delete(url)
}

/** Whether it can be shown at once. */
export function isDecoded(url: string): boolean {
  const image = held.get(url)
  return image !== undefined && image.complete && image.naturalWidth > 0
}
