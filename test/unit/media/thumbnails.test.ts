import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { createSharedQueue } from '../../../src/main/media/queue.ts'
import { createThumbnails } from '../../../src/main/media/thumbnails.ts'

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
  return { cacheDir, file, paint, cached, thumbnails: createThumbnails({ cacheDir }) }
}

test('a thumbnail is upright, made once and kept', async () => {
  const { thumbnails, file, cached, cacheDir } = await setup()
  const [first, second] = await Promise.all([thumbnails.get(file, 256), thumbnails.get(file, 256)])
  expect(second).toBe(first)
  expect(await sharp(first!).metadata()).toMatchObject({ width: 128, height: 256 })
  const [name] = await cached()
  expect(name).toMatch(/^[0-9a-f]{64}.256\.webp$/)
  await truncate(join(cacheDir, name!), 40)
  expect((await thumbnails.get(file, 256))!.equals(first!), 'one cut short is made anew').toBe(true)
})

test('a changed file has another thumbnail', async () => {
  const { thumbnails, file, paint, cached } = await setup()
  const red = await thumbnails.get(file, 256)
  await paint('blue')
  await utimes(file, new Date(), new Date(2_000_000_000_000))
  expect((await thumbnails.get(file, 256))!.equals(red!)).toBe(false)
  expect(await cached()).toHaveLength(2)
})

test('what is no picture gives null; a truncated one is shown as far as it goes', async () => {
  const { thumbnails, file } = await setup()
  const whole = await readFile(file)
  await writeFile(file, whole.subarray(0, whole.length - 200))
  expect(await thumbnails.get(file, 256)).not.toBeNull()
  await writeFile(file, 'no picture')
  expect(await thumbnails.get(file, 256)).toBeNull()
  await expect(thumbnails.get(`${file}.none`, 256)).rejects.toThrow('ENOENT')
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
