import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FORMATS } from './formats/index.ts'
import { spellingsOf } from './formats/texts.ts'
import { type Lock, LOCK_FILE } from './lock.ts'
import { zipChunks } from './write-zip.ts'

/** Replaces the export's folder in a text with a path relative to where it is unpacked. */
function relativeText(text: string, dir: string): string {
  const root = dir.replaceAll('\\', '/').replace(/\/+$/, '')
  return spellingsOf(root).reduce((all, spelling) => all.replaceAll(spelling, '.'), text)
}

/**
 * Yields an export as an archive while it is read: the trainer's own zip where it accepts one, else the whole folder. Paths in
 * configurations are relative, so that the archive can be unpacked anywhere.
 */
export async function* zipOfExport(
  { dir, lock }: { readonly dir: string; readonly lock: Lock },
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const own = Object.keys(lock.files).find((name) => name.endsWith('.zip'))
  if (FORMATS[lock.trainer].pack === 'zip' && own !== undefined) {
    for await (const chunk of createReadStream(join(dir, own), { signal })) yield chunk
    return
  }
  const isText = (name: string): boolean => !name.includes('/')
  const texts = new Map<string, string>()
  for (const name of Object.keys(lock.files).filter(isText))
    texts.set(name, relativeText(await readFile(join(dir, name), 'utf8'), dir))
  const files = {
    ...lock.files,
    ...Object.fromEntries([...texts].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')])),
  }
  texts.set(LOCK_FILE, `${JSON.stringify({ ...lock, files }, null, 2)}\n`)
  const names = [...new Set([...Object.keys(files), LOCK_FILE])].toSorted()
  yield* zipChunks(
    names.map((name) => ({ name, read: () => texts.get(name) ?? readFile(join(dir, name)) })),
    signal,
  )
}
