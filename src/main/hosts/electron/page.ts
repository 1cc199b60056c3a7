export const SCHEME = 'app'
export const HOST = 'evencast'
export const START_URL = `${SCHEME}://${HOST}/`

/** Whether an address is a page of ours. Parsed, because "app://evencast.evil" and "https://evil/?app://evencast" begin or hold like one. */
export function isOurUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === `${SCHEME}:` && host === HOST
}

export interface Sender {
  readonly url: string
  readonly parent: unknown
}

/** Only the main frame of our own page may send anything; a frame that is gone is null. */
export const isOurPage = (frame: Sender | null | undefined): boolean =>
  frame != null && frame.parent === null && isOurUrl(frame.url)
