import { create } from 'zustand'

const HELD = 16

/** Images decoded ahead, by URL, the latest last; these show without delay. */
const useDecoded = create<{ readonly held: ReadonlyMap<string, HTMLImageElement> }>()(() => ({ held: new Map() }))

export function decodeAhead(urls: readonly (string | undefined)[]): void {
  const held = new Map(useDecoded.getState().held)
  for (const url of urls) {
    if (url === undefined) continue
    const image = held.get(url) ?? new Image()
    // Move the image to the end, because the oldest are dropped first.
    held.delete(url)
    held.set(url, image)
    if (image.src !== '') continue
    image.src = url
    // A decoding error is reported where the image is shown.
    image.decode().catch(() => undefined)
  }
  useDecoded.setState({ held: new Map([...held].slice(-HELD)) })
}

/** Returns true when the image can be shown without delay. */
export function isDecoded(url: string): boolean {
  const image = useDecoded.getState().held.get(url)
  return image !== undefined && image.complete && image.naturalWidth > 0
}
