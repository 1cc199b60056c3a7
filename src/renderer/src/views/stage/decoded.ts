import { create } from 'zustand'

const HELD = 16

/** Pictures decoded ahead by address, the latest last: showing one of them takes no time. */
const useDecoded = create<{ readonly held: ReadonlyMap<string, HTMLImageElement> }>()(() => ({ held: new Map() }))

export function decodeAhead(urls: readonly (string | undefined)[]): void {
  const held = new Map(useDecoded.getState().held)
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
  useDecoded.setState({ held: new Map([...held].slice(-HELD)) })
}

/** Whether it can be shown at once. */
export function isDecoded(url: string): boolean {
  const image = useDecoded.getState().held.get(url)
  return image !== undefined && image.complete && image.naturalWidth > 0
}
