const CENTRAL_ENTRY = 0x02014b50
const CENTRAL_END = 0x06054b50

/** Returns the names in the central directory of a ZIP without a comment (APPNOTE.TXT 4.3.12). */
export function namesIn(zip: Buffer): readonly string[] {
  const end = zip.length - 22
  if (zip.readUInt32LE(end) !== CENTRAL_END) throw new Error('This is not the end of a ZIP.')
  const names: string[] = []
  let at = zip.readUInt32LE(end + 16)
  while (zip.readUInt32LE(at) === CENTRAL_ENTRY) {
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [number, number, number]
    names.push(zip.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + extra + comment
  }
  return names
}
