export const SCHEME = 'app'
export const HOST = 'evencast'
export const START_URL = `${SCHEME}://${HOST}/`

/**
 * Returns true for our own pages. The URL is parsed, because "app://evencast.evil" and "https://evil/?app://evencast" contain ours as text.
 */
export function isOurUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === `${SCHEME}:` && host === HOST
}

export interface Sender {
  readonly url: string
  readonly parent: unknown
}

/** Returns true for the main frame of our own page, which alone may send messages. A frame that no longer exists is null. */
export const isOurPage = (frame: Sender | null | undefined): boolean =>
  frame != null && frame.parent === null && isOurUrl(frame.url)
