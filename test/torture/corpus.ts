import { execFileSync } from 'node:child_process'
import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { crc32, deflateSync } from 'node:zlib'

/** A mislabelled file, or one that is far larger than it seems, written to `file`; `sound` is a valid progressive photograph. */
export type Made = readonly [name: string, make: (file: string, sound: Buffer) => Promise<void> | void]

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const packed = (bytes: number): Buffer => deflateSync(Buffer.alloc(bytes, 65), { level: 9 })
const MIB = 1024 ** 2

/** Returns a picture of a few kilobytes that decodes to `side` × `side` px. */
function bomb(side: number, before: readonly Buffer[] = []): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = packed(Math.min(side * (side * 3 + 1), 64 * MIB))
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), ...before, chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

const note = (type: string, head: string, bytes: number): Buffer =>
  chunk(type, Buffer.concat([Buffer.from(head, 'latin1'), packed(bytes)]))

/** Repeats the scans of a JPEG. Each is decoded over the whole picture, so a few megabytes of them take minutes. */
function scans(progressive: Buffer, times: number): Buffer {
  const last = progressive.lastIndexOf(Buffer.from([0xff, 0xda]))
  const [head, scan] = [progressive.subarray(0, last), progressive.subarray(last, -2)]
  return Buffer.concat([head, ...Array.from({ length: times }, () => scan), progressive.subarray(-2)])
}

/** Returns a GIF with a canvas of 65,535 × 65,535 px and any number of frames. */
function gif(frames: number): Buffer {
  const head = Buffer.from([...Buffer.from('GIF89a'), 0xff, 0xff, 0xff, 0xff, 0x80, 0, 0, 0, 0, 0, 255, 255, 255])
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 2, 0x4c, 1, 0])
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])])
}

function bmp(side: number): Buffer {
  const head = Buffer.alloc(1024)
  head.write('BM')
  head.writeUInt32LE(54, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(side, 18)
  head.writeInt32LE(side, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(24, 28)
  return head
}

/** Returns a TIFF whose only directory links to itself. */
function tiff(side: number): Buffer {
  const tags = [
    [256, 4, side],
    [257, 4, side],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, side],
    [279, 4, 0xffffffff],
  ] as const
  const bytes = Buffer.alloc(8 + 2 + tags.length * 12 + 4)
  bytes.write('II*\0', 'latin1')
  bytes.writeUInt32LE(8, 4)
  bytes.writeUInt16LE(tags.length, 8)
  for (const [i, [tag, type, value]] of tags.entries()) {
    const at = 10 + i * 12
    bytes.writeUInt16LE(tag, at)
    bytes.writeUInt16LE(type, at + 2)
    bytes.writeUInt32LE(1, at + 4)
    bytes.writeUInt32LE(value, at + 8)
  }
  bytes.writeUInt32LE(8, bytes.length - 4)
  return bytes
}

/** Returns an ISO media container with noise inside. */
const isoMedia = (brand: string): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from(`ftyp${brand}\0\0\0\0mif1${brand}`, 'latin1'),
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
    Buffer.from('meta', 'latin1'),
    noise(4000),
  ])

const noise = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 7919) % 251))

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="file:///etc/passwd"/></svg>`
const PAGE = '<!doctype html><script>alert(1)</script>'

const after =
  (more: Buffer | string) =>
  (file: string, sound: Buffer): Promise<void> =>
    writeFile(file, Buffer.concat([sound, Buffer.from(more)]))
const holding =
  (make: () => Buffer | string) =>
  (file: string): Promise<void> =>
    writeFile(file, make())

export const CORPUS: readonly Made[] = [
  // Files that are far larger than they seem.
  ['30000 pixels a side.png', holding(() => bomb(30_000))],
  ['2 billion pixels a side.png', holding(() => bomb(0x7fffffff >> 4))],
  [
    'a hundred packed texts.png',
    holding(() =>
      bomb(
        64,
        Array.from({ length: 100 }, () => note('zTXt', 'Comment\0\0', 8 * MIB)),
      ),
    ),
  ],
  ['a packed profile.png', holding(() => bomb(64, [note('iCCP', 'p\0\0', 512 * MIB)]))],
  ['three thousand scans.jpg', (file, sound) => writeFile(file, scans(sound, 3000))],
  ['65535 pixels a side.gif', holding(() => gif(1))],
  ['ten thousand frames.gif', holding(() => gif(10_000))],
  ['30000 pixels a side.bmp', holding(() => bmp(30_000))],
  ['a directory in itself.tif', holding(() => tiff(60_000))],
  ['sparse.jpg', async (file) => (await writeFile(file, ''), await truncate(file, 1.9 * 1024 ** 3))],
  // Incomplete files.
  ['cut.jpg', (file, sound) => writeFile(file, sound.subarray(0, sound.length / 2))],
  ['empty.jpg', holding(() => '')],
  ['noise.webp', holding(() => noise(4000))],
  ['noise.heic', holding(() => isoMedia('heic'))],
  ['noise.avif', holding(() => isoMedia('avif'))],
  [
    'a wrong length.jpg',
    (file, sound) => writeFile(file, Buffer.concat([sound.subarray(0, 20), Buffer.alloc(60_000, 0xff)])),
  ],
  // Files of another format, or of two formats at once.
  ['a drawing.png', holding(() => SVG)],
  ['a page.jpg', holding(() => PAGE)],
  ['a document.png', holding(() => '%PDF-1.7\n1 0 obj')],
  ['with an archive.jpg', after(Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5000, 1)]))],
  ['a page in a picture.jpg', after('<script>alert(1)</script>')],
  ['with a document.jpg', after('\n%PDF-1.7\n1 0 obj\n<</OpenAction<</S/JavaScript>>>>')],
  // Entries that are not regular files.
  ['pipe.jpg', (file) => void execFileSync('mkfifo', [file])],
  ['a folder.jpg', (file) => mkdir(file).then(() => undefined)],
  ['a device.jpg', (file) => void execFileSync('ln', ['-s', '/dev/zero', file])],
]
