import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { original } from '../../../src/main/media/original.ts'
import { toJpeg } from '../../../src/main/media/to-jpeg.ts'
import { soundHeic } from '../../support/foreign-pictures.ts'

let file: string
const CONTENT = Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), Buffer.alloc(996, 7)])
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'evencast-original-')), 'a.jpg')
  await writeFile(file, CONTENT)
})
afterAll(() => rm(join(file, '..'), { recursive: true, force: true }))

const ask = (range?: string, method = 'GET') =>
  original(new Request('http://x/', { method, headers: range === undefined ? {} : { range } }), {
    file,
    crop: null,
    cacheControl: 'no-cache',
  })

test('an original is sent whole, with its type and length', async () => {
  const answer = await ask()
  expect(answer?.status).toBe(200)
  expect(answer?.headers.get('content-type')).toBe('image/jpeg')
  expect(answer?.headers.get('content-length')).toBe('1000')
  expect(Buffer.from(await answer!.arrayBuffer())).toEqual(CONTENT)
})

test.each([
  ['bytes=0-3', 0, 4],
  ['bytes=990-', 990, 1000],
  ['bytes=-10', 990, 1000],
  ['bytes=500-5000', 500, 1000],
])('%s is answered with that part', async (range, from, to) => {
  const answer = await ask(range)
  expect(answer?.status).toBe(206)
  expect(answer?.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/1000`)
  expect(Buffer.from(await answer!.arrayBuffer())).toEqual(CONTENT.subarray(from, to))
})

test('a part that is not there is refused; several and senseless ranges are answered as a whole; HEAD has no body', async () => {
  expect((await ask('bytes=1000-'))?.status).toBe(416)
  for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=-']) {
    const answer = await ask(range)
    expect(answer?.status).toBe(200)
    await answer?.body?.cancel()
  }
  expect((await ask(undefined, 'HEAD'))?.headers.get('content-length')).toBe('1000')
})

test('what browsers do not read is sent as a JPEG', async () => {
  const heic = join(file, '../b.jpg')
  await writeFile(heic, soundHeic())
  const answer = await original(new Request('http://x/'), {
    file: heic,
    crop: null,
    cacheControl: 'no-cache',
    toJpeg: (path) => toJpeg({ file: path }),
  })
  expect(answer?.headers.get('content-type')).toBe('image/jpeg')
  const jpeg = Buffer.from(await answer!.arrayBuffer())
  expect(await sharp(jpeg).metadata()).toMatchObject({ width: 96, height: 64 })
})
