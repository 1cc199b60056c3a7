import { isAbsolute } from 'node:path'

export const LINK_SCHEME = 'evencast'

/** Schemes have no case: one in capitals is not to pass for a folder's name, which nobody is asked about. */
export const isLink = (text: string): boolean => text.toLowerCase().startsWith(`${LINK_SCHEME}:`)

/**
 * The folder that `evencast://open?path=…` names; null for anything else. A page on the web may have written it, so it is asked about
 * before anything is opened; a share on a network is refused, since Windows sends the user's credentials to whoever serves it.
 */
export function folderOfLink(link: string): string | null {
  if (!URL.canParse(link)) return null
  const { protocol, host, searchParams } = new URL(link)
  const path = searchParams.get('path') ?? ''
  if (protocol !== `${LINK_SCHEME}:` || host !== 'open' || /^[\\/]{2}/.test(path)) return null
  return isAbsolute(path) && !path.includes('\0') ? path : null
}
