import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { EvencastError, messageOf } from '../domain/error.ts'
import { inParallel } from '../kit/in-parallel.ts'
import type { Manifest } from '../domain/manifest.ts'
import { imageName } from '../domain/naming.ts'
import type { Variant } from '../domain/prompt.ts'
import { damage } from './defects.ts'
import { type Recipe, SAMPLE, type SampleActor } from './plan-sample.ts'
import type { FigureJob, Photograph } from './render-figure.ts'
import { baseTake, takesOf } from './shots.ts'

/** The part of the local generator's job that the sample fills in. */
export interface IllustrationJob {
  /** Path of the photograph to draw after. */
  readonly source: string
  readonly variant: Variant
  readonly seed: number
  readonly aspectRatio: string
}

export interface SampleProgress {
  readonly done: number
  readonly total: number
}

export interface WriteSampleOptions {
  /** Created when it does not exist; must be empty when it does. */
  readonly folder: string
  /** Calls a function of `worker.ts` in the worker pool. */
  readonly run: (name: 'renderFigure', job: FigureJob) => Promise<Photograph>
  readonly render: (job: IllustrationJob) => Promise<{ readonly bytes: Uint8Array }>
  readonly onProgress?: ((progress: SampleProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Multiplies the sizes of the photographs; for tests. */
  readonly scale?: number
}

/** Everything is made in here and moved to its place at the end, so that a crash never leaves half a library that looks whole. */
const PARTIAL = '.evencast-sample'
/** Enough to keep a pool busy without holding many finished pictures in memory. */
const UNDER_WAY = 8

/**
 * Writes a small library to try the app on: four actors whose photographs are rendered and whose illustrations are drawn after
 * them. Throws BAD_INPUT when the folder is not empty or cannot be written, CANCELLED when `signal` is aborted; then nothing remains.
 */
export async function writeSample(options: WriteSampleOptions): Promise<{ actors: number; images: number }> {
  const { folder, signal } = options
  await prepare(folder)
  const partial = join(folder, PARTIAL)
  try {
    const images = await make(options, partial)
    signal?.throwIfAborted()
    await rename(join(partial, 'actors'), join(folder, 'actors'))
    await rmdir(partial)
    return { actors: SAMPLE.length, images }
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (signal?.aborted)
      throw new EvencastError('CANCELLED', 'Writing the sample library was cancelled.', { cause: error })
    throw error
  }
}

async function prepare(folder: string): Promise<void> {
  const found = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((cause: unknown) => {
      const why = messageOf(cause)
      throw new EvencastError(
        'BAD_INPUT',
        `The sample cannot be written to ${folder} (${why}). Choose another folder.`,
        { cause },
      )
    })
  if (found.some((name) => name !== PARTIAL))
    throw new EvencastError(
      'BAD_INPUT',
      `${folder} is not empty. Choose an empty or a new folder for the sample library.`,
    )
  await rm(join(folder, PARTIAL), { recursive: true, force: true })
}

/** Photographs first, since everything else is made from them. Returns the number of training images. */
async function make(options: WriteSampleOptions, root: string): Promise<number> {
  const { run, render, onProgress, signal, scale = 1 } = options
  const images = SAMPLE.flatMap((actor, a) =>
    actor.images.map((recipe, i) => ({ actor, recipe, n: i + 1, seed: a * 1000 + i + 1 })),
  )
  const photographs = images.filter(({ recipe }) => recipe.kind === 'photograph')
  const derived = images.filter(({ recipe }) => recipe.kind !== 'photograph')
  const total = images.length + SAMPLE.length
  let done = 0
  const step = (): void => onProgress?.({ done: ++done, total })
  const baseOf = (actor: SampleActor): string => join(root, 'actors', actor.id, 'base_image', `${actor.id}_base.png`)
  const fileOf = (actor: SampleActor, n: number): string =>
    join(root, 'actors', actor.id, 'training_data', imageName(actor.id, n))
  const photographOf = (actor: SampleActor, of: number): string =>
    fileOf(actor, actor.images.findIndex((recipe) => recipe.kind === 'photograph' && recipe.of === of) + 1)

  const shoot = async (actor: SampleActor, of: number | 'base', seed: number): Promise<Uint8Array> => {
    const take = of === 'base' ? baseTake(actor.figure) : takesOf(actor.figure)[of]
    if (!take) throw new Error(`${actor.figure} has no take ${of}`)
    const size = { width: Math.round(take.size.width * scale), height: Math.round(take.size.height * scale) }
    const format = of === 'base' ? 'png' : 'jpeg'
    return (await run('renderFigure', { actor: actor.figure, shot: take.shot, seed, size, format })).bytes
  }

  const derive = async (
    actor: SampleActor,
    recipe: Exclude<Recipe, { kind: 'photograph' }>,
    seed: number,
  ): Promise<Uint8Array> => {
    const source = photographOf(actor, recipe.of)
    if (recipe.kind === 'defect') return damage(new Uint8Array(await readFile(source)), recipe.defect)
    return (await render({ source, variant: recipe.variant, seed, aspectRatio: recipe.aspectRatio })).bytes
  }

  for (const actor of SAMPLE) {
    await mkdir(join(root, 'actors', actor.id, 'base_image'), { recursive: true })
    await mkdir(join(root, 'actors', actor.id, 'training_data'), { recursive: true })
  }
  const bases = SAMPLE.map((actor, a) => async () => {
    await writeFile(baseOf(actor), await shoot(actor, 'base', a + 1), { flag: 'wx' })
    if (actor.base === 'photograph') return
    const { bytes } = await render({ source: baseOf(actor), variant: actor.base, seed: a + 1, aspectRatio: '1:1' })
    await writeFile(baseOf(actor), await sharp(bytes).png().toBuffer())
  })
  const shots = photographs.map(({ actor, recipe, n, seed }) => async () => {
    await writeFile(fileOf(actor, n), await shoot(actor, recipe.of, seed), { flag: 'wx' })
  })
  const rest = derived.map(({ actor, recipe, n, seed }) => async () => {
    if (recipe.kind !== 'photograph')
      await writeFile(fileOf(actor, n), await derive(actor, recipe, seed), { flag: 'wx' })
  })
  for (const batch of [[...bases, ...shots], rest])
    await inParallel(
      batch,
      UNDER_WAY,
      async (write) => {
        await write()
        step()
      },
      signal,
    )
  for (const actor of SAMPLE)
    if (actor.labelled !== undefined) {
      const manifest = join(root, 'actors', actor.id, 'training_data', 'manifest.json')
      await writeFile(manifest, `${JSON.stringify(manifestOf(actor, actor.labelled), null, 2)}\n`, { flag: 'wx' })
    }
  return images.length
}

/** As another tool may have left it: one label by a person, and keys that are not ours and must survive. */
const manifestOf = (actor: SampleActor, labelled: number): Manifest => ({
  version: 1,
  actor_id: actor.id,
  updated_at: '2026-01-15T12:00:00.000Z',
  trigger_word: 'juniperrose',
  images: [
    {
      filename: imageName(actor.id, labelled),
      type: 'photorealistic',
      classified_by: 'human',
      caption: 'black-and-white portrait of a girl with braids and a knitted scarf',
    },
  ],
})
