import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { EvencastError } from '../../domain/error.ts'

export interface ZipEntry {
  readonly name: string
  readonly bytes: number
  /** 0 is stored, 8 is deflated; no other can be read here. */
  readonly method: number
  content(): Promise<Buffer>
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Largest entry; no image is this large. */
const MOST_ENTRY_BYTES = 256 * 1024 * 1024
/** Largest unpacked size of a training set; deflate can expand a file a thousandfold. */
const MOST_UNPACKED_BYTES = 8 * 1024 ** 3
/** Largest archive, packed. */
export const MOST_ARCHIVE_BYTES = 2 * 1024 ** 3 - 1

/** Asynchronous, so that untrusted data may take long without blocking the thread. */
const inflate = promisify(inflateRaw)

/** Reads the entries of a zip from its directory. Throws BAD_INPUT, naming `path`, when it is not a zip or is damaged. */
export function readZip(zip: Buffer, path: string): readonly ZipEntry[] {
  const broken = () => new EvencastError('BAD_INPUT', `${path} is not a zip, or it is damaged. Make it again.`)
  const end = zip.subarray(Math.max(0, zip.length - 66_000)).lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const at = end < 0 ? -1 : Math.max(0, zip.length - 66_000) + end
  if (at < 0 || at + 22 > zip.length || zip.readUInt32LE(at) !== END) throw broken()
  const entries: ZipEntry[] = []
  let next = zip.readUInt32LE(at + 16)
  let held = 0
  let unpacked = 0
  for (let left = zip.readUInt16LE(at + 10); left > 0; left--) {
    if (next + 46 > zip.length || zip.readUInt32LE(next) !== CENTRAL) throw broken()
    const method = zip.readUInt16LE(next + 10)
    const packed = zip.readUInt32LE(next + 20)
    const bytes = zip.readUInt32LE(next + 24)
    const nameLength = zip.readUInt16LE(next + 28)
    const local = zip.readUInt32LE(next + 42)
    // Several entries that share bytes are a zip bomb.
    held += packed
    if (held > zip.length) throw broken()
    unpacked += bytes
    if (unpacked > MOST_UNPACKED_BYTES)
      throw new EvencastError('BAD_INPUT', `${path} unpacks to more than 8 GiB. Give one training set only.`)
    const name = zip.toString('utf8', next + 46, next + 46 + nameLength)
    next += 46 + nameLength + zip.readUInt16LE(next + 30) + zip.readUInt16LE(next + 32)
    entries.push({
      name,
      bytes,
      method,
      async content() {
        if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL) throw broken()
        const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
        const data = zip.subarray(from, from + packed)
        if (data.length !== packed || bytes > MOST_ENTRY_BYTES) throw broken()
        if (method === 0) return data
        if (method !== 8) throw broken()
        return inflate(data, { maxOutputLength: Math.max(1, bytes) }).catch(() => {
          throw broken()
        })
      },
    })
  }
  return entries
}
