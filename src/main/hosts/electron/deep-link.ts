import { isAbsolute } from 'node:path'

export const LINK_SCHEME = 'evencast'

/** Returns true for our scheme in any case. Otherwise one in capitals would count as a folder name, which is opened without asking. */
export const isLink = (text: string): boolean => text.toLowerCase().startsWith(`${LINK_SCHEME}:`)

/**
 * Returns the folder in `evencast://open?path=…`; null for anything else. A web page may have written the link, so the user is asked before
 * anything is opened. Network shares are refused, because Windows sends the user's credentials to their server.
 */
export function folderOfLink(link: string): string | null {
  if (!URL.canParse(link)) return null
  const { protocol, host, searchParams } = new URL(link)
  const path = searchParams.get('path') ?? ''
  if (protocol !== `${LINK_SCHEME}:` || host !== 'open' || /^[\\/]{2}/.test(path)) return null
  return isAbsolute(path) && !path.includes('\0') ? path : null
}
