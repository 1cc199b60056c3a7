import { readFile, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { getMimeType } from 'hono/utils/mime'

/** Cache header of files whose name changes with their content. */
export const FOREVER = 'private, max-age=31536000, immutable'

/**
 * Returns a file of the built interface by the path of a URL; null when there is none, or when the path leads outside: encoded or plain
 * traversal, backslashes, NUL, hidden names, links out of the folder.
 */
export async function uiResponse(uiDir: string, pathname: string): Promise<Response | null> {
  const path = decoded(pathname)
  if (path === null || !path.startsWith('/')) return null
  const names = (path === '/' ? '/index.html' : path).slice(1).split('/')
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  if (names.some((name) => name === '' || name.startsWith('.') || /[\\:\u0000-\u001f]/.test(name))) return null
  try {
    const root = await realpath(uiDir)
    const file = await realpath(join(root, ...names))
    if (!contains(root, file)) return null
    const type = getMimeType(file) ?? 'application/octet-stream'
    const cache = names[0] === 'assets' ? FOREVER : 'no-cache'
    return new Response(new Uint8Array(await readFile(file)), {
      headers: { 'content-type': type, 'cache-control': cache },
    })
  } catch {
    return null
  }
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}

/** Compares whole path parts, because `/ui-evil` begins with `/ui`. */
function contains(root: string, file: string): boolean {
  const way = relative(root, file)
  return way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..'
}
