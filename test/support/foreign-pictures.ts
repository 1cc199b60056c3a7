import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { photograph } from './library.ts'

/** Pictures as other programs write them: valid, or apparently valid until their format is decoded. */

const box = (type: string, content: string): Buffer => {
  const bytes = Buffer.from(`    ${type}${content}`, 'latin1')
  bytes.writeUInt32BE(bytes.length)
  return bytes
}
const after = (head: Buffer): Buffer => Buffer.concat([head, Buffer.alloc(4000, 'picture')])

/** Returns a file with a HEIC header whose content does not decode. */
export const heic = (): Buffer => after(box('ftyp', 'heic\0\0\0\0mif1heic'))

/** Returns a HEIC of 96 × 64 px, red on the left and blue on the right; written by heif-enc. */
export const soundHeic = (): Buffer =>
  Buffer.from(
    'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAJwAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAvbWRhdAAAACMoAa8ZgPd8hTf/475/2ZK/1eC7T//OPneOjH9ywoAex0r/4A==',
    'base64',
  )

export const jpeg2000 = (): Buffer => after(Buffer.from('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ', 'latin1'))
export const jpegXl = (): Buffer => after(Buffer.from('\xff\x0a', 'latin1'))
export const gitLfsPointer = (): Buffer =>
  Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')

/** Returns a Windows bitmap of 24 bits per pixel. */
export function bmp(width: number, height: number): Buffer {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + row * height, 90)
  bytes.fill(0, 0, 54)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  return bytes
}

/** Returns a valid picture of more than a hundred megapixels. */
export const large = async (): Promise<Buffer> =>
  sharp(await photograph(7, 512))
    .resize(12_000, 9_000, { fit: 'fill', kernel: 'nearest' })
    .jpeg({ quality: 60 })
    .toBuffer()

export const cmyk = async (): Promise<Buffer> =>
  sharp(await photograph(8))
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer()

/** Returns a PNG whose header declares more pixels than are accepted, without any pixel data. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(64)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, crc])
}
