import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { type Crop, WHOLE } from '../../../src/main/domain/crop.ts'
import { createSharedQueue } from '../../../src/main/media/queue.ts'
import { createThumbnails, thumbnailFile, type ThumbSize } from '../../../src/main/media/thumbnails.ts'
import { soundHeic } from '../../support/foreign-pictures.ts'

async function setup() {
  const dir = await mkdtemp(join(tmpdir(), 'evencast-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const cacheDir = join(dir, 'cache')
  const file = join(dir, 'a.jpg')
  const paint = (background: string) =>
    sharp({ create: { width: 600, height: 300, channels: 3, background } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toFile(file)
  await paint('red')
  const cached = async () => (await readdir(cacheDir, { recursive: true })).filter((name) => name.endsWith('.webp'))
  const thumbnails = createThumbnails({ cacheDir })
  const get = (path: string, sha256: string | null = null, version = '', size: ThumbSize = 256) =>
    thumbnails.get({ file: path, version, sha256 }, size)
  return { dir, cacheDir, file, paint, cached, get }
}

test('a thumbnail is upright, made once and kept', async () => {
  const { get, file, cached, cacheDir } = await setup()
  const [first, second] = await Promise.all([get(file), get(file)])
  expect(second).toBe(first)
  expect(await sharp(first!).metadata()).toMatchObject({ width: 128, height: 256 })
  const [name] = await cached()
  expect(name).toMatch(/^[0-9a-f]{2}.[0-9a-f]{64}-256\.webp$/)
  await truncate(join(cacheDir, name!), 40)
  expect((await get(file))!.equals(first!), 'one cut short is made anew').toBe(true)
})

test('a changed file has another thumbnail', async () => {
  const { get, file, paint, cached } = await setup()
  const red = await get(file)
  await paint('blue')
  await utimes(file, new Date(), new Date(2_000_000_000_000))
  expect((await get(file))!.equals(red!)).toBe(false)
  expect(await cached()).toHaveLength(2)
})

test('the same content elsewhere has its thumbnail already; a file that changed since it was read has not', async () => {
  const { get, dir, file, paint, cached } = await setup()
  const versionOf = async (path: string) => {
    const { size, mtimeNs } = await stat(path, { bigint: true })
    return `${size}-${mtimeNs}`
  }
  const moved = join(dir, 'moved.jpg')
  await copyFile(file, moved)
  const before = await versionOf(file)
  const red = await get(file, 'abc', before)
  await get(moved, 'abc', await versionOf(moved))
  expect(await cached()).toEqual([join('ab', 'abc-256.webp')])
  await paint('blue')
  await utimes(file, new Date(), new Date(2_000_000_000_000))
  expect((await get(file, 'abc', before))!.equals(red!)).toBe(false)
})

test('a smaller thumbnail is made of a larger one that is there, without another look at the picture', async () => {
  const { get, file, cacheDir } = await setup()
  const { size, mtimeNs } = await stat(file, { bigint: true })
  const of = (thumbSize: ThumbSize) => get(file, 'abc', `${size}-${mtimeNs}`, thumbSize)
  await of(512)
  const blue = sharp({ create: { width: 300, height: 300, channels: 3, background: 'blue' } })
  await writeFile(thumbnailFile(cacheDir, 'abc', 512), await blue.webp().toBuffer())
  const { channels } = await sharp((await of(256))!).stats()
  expect(channels[2]!.mean).toBeGreaterThan(200)
})

test('a cache that was cleared meanwhile is made again', async () => {
  const { get, file, cached, cacheDir } = await setup()
  await get(file)
  await rm(cacheDir, { recursive: true })
  await get(file)
  expect(await cached()).toHaveLength(1)
})

test('what is no picture gives null; a truncated one is shown as far as it goes', async () => {
  const { get, file } = await setup()
  const whole = await readFile(file)
  await writeFile(file, whole.subarray(0, whole.length - 200))
  expect(await get(file)).not.toBeNull()
  await writeFile(file, 'no picture')
  expect(await get(file)).toBeNull()
  await expect(get(`${file}.none`)).rejects.toThrow('ENOENT')
})

test('the last asked comes first, and what nobody waits for is not made', async () => {
  const queue = createSharedQueue<string>(1)
  const made: string[] = []
  let open = (): void => undefined
  const gate = new Promise<void>((done) => (open = done))
  const job = (name: string) => async () => {
    await gate
    made.push(name)
    return name
  }
  const left = new AbortController()
  const runs = ['first', 'early', 'late'].map((name) => queue.run(name, job(name)))
  const dropped = queue.run('dropped', job('dropped'), left.signal)
  const shared = queue.run('shared', job('shared'), left.signal)
  const stays = queue.run('shared', job('never'))
  left.abort()
  await expect(dropped).rejects.toThrow(/abort/i)
  await expect(shared).rejects.toThrow(/abort/i)
  open()
  expect(await stays).toBe('shared')
  await Promise.all(runs)
  expect(made).toEqual(['first', 'shared', 'late', 'early'])
})

test('what browsers do not read has a thumbnail by way of a JPEG, whatever its name', async () => {
  const { dir, cacheDir } = await setup()
  const file = join(dir, 'b.jpg')
  await writeFile(file, soundHeic())
  const thumbnails = createThumbnails({ cacheDir })
  const thumb = await thumbnails.get({ file, version: '', sha256: null }, 256)
  expect(await sharp(thumb ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: 'webp', width: 96, height: 64 })
})

test('a thumbnail shows what was cut out, under a name of its own, and is large enough', async () => {
  const { file, cacheDir, cached } = await setup()
  const thumbnails = createThumbnails({ cacheDir })
  const shown = (crop: Crop | null, size: ThumbSize = 256) =>
    thumbnails.get({ file, version: '', sha256: null, crop }, size)
  await shown(null)
  // Rotated upright, it is 300 × 600 px.
  const part = await shown({ ...WHOLE, y: 0.5, height: 0.5, rotate: 90 }, 512)
  expect(await sharp(part!).metadata()).toMatchObject({ width: 512, height: 128 })
  expect(await cached()).toHaveLength(2)
  const smaller = await shown({ ...WHOLE, y: 0.5, height: 0.5, rotate: 90 })
  expect((await sharp(smaller!).metadata()).width).toBe(256)
})
