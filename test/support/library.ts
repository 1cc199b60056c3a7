import { cp, mkdir, writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { randomOf } from './fleet.ts'
import { kept } from './kept.ts'

/** Creates a folder that is removed with the test: `await using folder = await temporaryFolder()`. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'evencast-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

/** Returns a number in 0..1 that depends only on the seed. */
const noise = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

/** Renders a distinct image for each seed: coloured patches under fine grain, neither blurred nor a duplicate. `size` is the side in px. */
export const photograph = (seed: number, size = 640): Promise<Buffer> =>
  kept(`photograph ${seed} ${size}`, () => drawPhotograph(seed, size))

async function drawPhotograph(seed: number, size: number): Promise<Buffer> {
  const cells = 12
  const patches = Buffer.alloc(cells * cells * 3)
  for (let index = 0; index < patches.length; index++) patches[index] = 40 + Math.floor(noise(seed * 977 + index) * 170)
  const grain = Buffer.alloc(size * size * 3)
  const random = randomOf(seed)
  for (let index = 0; index < grain.length; index++) grain[index] = 108 + Math.floor(random() * 40)
  return sharp(patches, { raw: { width: cells, height: cells, channels: 3 } })
    .resize(size, size, { kernel: 'cubic' })
    .composite([{ input: grain, raw: { width: size, height: size, channels: 3 }, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** Encodes the photograph again, so that no image of a library has the same bytes as `photograph` returns for its seed. */
const saved = (seed: number, format: 'png' | 'jpeg'): Promise<Buffer> =>
  kept(`saved ${seed}.${format}`, async () => {
    const picture = sharp(await photograph(seed))
    return picture.toFormat(format).toBuffer()
  })

export interface LibraryShape {
  readonly actors: readonly string[]
  /** Number of images per actor. */
  readonly images: number
  /** False when no manifest labels the images as photographs, which leaves the evaluator in doubt. */
  readonly labelled?: boolean
}

/**
 * Writes a library in Evencast's own layout, with base images; each actor's images differ. Because they are drawn by a program, a manifest
 * labels them as photographs, as another tool's would.
 */
export async function writeLibrary(root: string, { actors, images, labelled = true }: LibraryShape): Promise<void> {
  for (const [index, actor] of actors.entries()) {
    const base = join(root, 'actors', actor, 'base_image')
    const training = join(root, 'actors', actor, 'training_data')
    await Promise.all([mkdir(base, { recursive: true }), mkdir(training, { recursive: true })])
    await writeFile(join(base, `${actor}_base.png`), await saved(index * 1000, 'png'))
    for (let image = 1; image <= images; image++)
      await writeFile(join(training, `${actor}_${image}.jpg`), await saved(index * 1000 + image, 'jpeg'))
    if (!labelled) continue
    const entries = Array.from({ length: images }, (_, i) => ({
      filename: `${actor}_${i + 1}.jpg`,
      type: 'photorealistic',
    }))
    await writeFile(join(training, 'manifest.json'), JSON.stringify({ version: 1, actor_id: actor, images: entries }))
  }
}

/** Makes a copy that a test may change. */
export const copyLibrary = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true })

/** Adds a smaller copy of the actor's first image and an exact copy of its second, under the next two numbers. */
export async function addDuplicates(root: string, actor: string, images: number): Promise<void> {
  const file = (n: number) => join(root, 'actors', actor, 'training_data', `${actor}_${n}.jpg`)
  await sharp(file(1))
    .resize(420)
    .jpeg({ quality: 88 })
    .toFile(file(images + 1))
  await cp(file(2), file(images + 2))
}
