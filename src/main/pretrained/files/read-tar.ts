const BLOCK = 512

/** Returns the files of a tar archive with these names. */
export function readTar(archive: Buffer, names: readonly string[]): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (let at = 0; at + BLOCK <= archive.length;) {
    const text = (from: number, length: number): string =>
      archive.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const bytes = Number.parseInt(text(124, 12).trim() || '0', 8)
    if (!Number.isSafeInteger(bytes) || bytes < 0) break
    const name = text(0, 100)
    if (names.includes(name)) found.set(name, archive.subarray(at + BLOCK, at + BLOCK + bytes))
    at += BLOCK + Math.ceil(bytes / BLOCK) * BLOCK
  }
  return found
}
