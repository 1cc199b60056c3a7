import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { Manifest } from '../../src/main/domain/manifest.ts'
import { imageName } from '../../src/main/domain/naming.ts'
import type { Variant } from '../../src/main/domain/prompt.ts'
import { render } from '../../src/main/generation/local/render.ts'
import { damage } from './defects.ts'
import { type Recipe, SAMPLE, type SampleActor } from './plan-sample.ts'
import { renderFigure } from './render-figure.ts'
import { baseTake, takesOf } from './shots.ts'

export interface MakeSampleOptions {
  /** Created with all files below it; existing files are not overwritten. */
  readonly folder: string
  /** Factor for the sizes of the photographs, for tests. */
  readonly scale?: number
  readonly onFile?: (path: string) => void
  /** Draws an illustration from a photograph. The local generator by default; tests pass a faster function. */
  readonly draw?: (job: IllustrationJob) => Promise<{ readonly bytes: Uint8Array }>
}

interface IllustrationJob {
  /** Path of the photograph to draw from. */
  readonly source: string
  readonly variant: Variant
  readonly seed: number
  readonly aspectRatio: string
}

/** Lower than a camera's JPEG quality, because the sample ships with the app and is never used for training. */
const QUALITY = 82

const smaller = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await sharp(bytes).jpeg({ quality: QUALITY, mozjpeg: true }).toBuffer())

/** Renders the sample library: photographs first, since everything else is made from them. The same code gives the same files. */
export async function makeSample({ folder, scale = 1, onFile, draw = render }: MakeSampleOptions): Promise<void> {
  const write = async (path: string, bytes: Uint8Array | string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes, { flag: 'wx' })
    onFile?.(path)
  }
  const training = (actor: SampleActor, name: string): string => join(folder, 'actors', actor.id, 'training_data', name)
  const fileOf = (actor: SampleActor, n: number): string => training(actor, imageName(actor.id, n))
  const photographOf = (actor: SampleActor, of: number): string =>
    fileOf(actor, actor.images.findIndex((recipe) => recipe.kind === 'photograph' && recipe.of === of) + 1)

  const shoot = async (actor: SampleActor, of: number | 'base', seed: number): Promise<Uint8Array> => {
    const take = of === 'base' ? baseTake(actor.figure) : takesOf(actor.figure)[of]
    if (!take) throw new Error(`${actor.figure} has no take ${of}`)
    const size = { width: Math.round(take.size.width * scale), height: Math.round(take.size.height * scale) }
    const { bytes } = await renderFigure({ actor: actor.figure, shot: take.shot, seed, size, format: 'png' })
    return smaller(bytes)
  }

  const derive = async (
    actor: SampleActor,
    recipe: Exclude<Recipe, { kind: 'photograph' }>,
    seed: number,
  ): Promise<Uint8Array> => {
    const source = photographOf(actor, recipe.of)
    if (recipe.kind === 'defect') return damage(new Uint8Array(await readFile(source)), recipe.defect)
    return smaller((await draw({ source, variant: recipe.variant, seed, aspectRatio: recipe.aspectRatio })).bytes)
  }

  for (const [a, actor] of SAMPLE.entries()) {
    const base = join(folder, 'actors', actor.id, 'base_image', `${actor.id}_base.jpg`)
    await write(base, await shoot(actor, 'base', a + 1))
    if (actor.base !== 'photograph') {
      const { bytes } = await draw({ source: base, variant: actor.base, seed: a + 1, aspectRatio: '1:1' })
      await writeFile(base, await smaller(bytes))
    }
    const images = actor.images.map((recipe, i) => ({ recipe, n: i + 1, seed: a * 1000 + i + 1 }))
    for (const { recipe, n, seed } of images)
      if (recipe.kind === 'photograph') await write(fileOf(actor, n), await shoot(actor, recipe.of, seed))
    for (const { recipe, n, seed } of images)
      if (recipe.kind !== 'photograph') await write(fileOf(actor, n), await derive(actor, recipe, seed))
    const manifest = training(actor, 'manifest.json')
    await write(manifest, `${JSON.stringify(manifestOf(actor), null, 2)}\n`)
  }
}

/**
 * Returns a manifest as another tool may have left it. It labels rendered pictures as photographs, which no evaluator could know; one image
 * has a label by a person, and unknown keys must be kept.
 */
const manifestOf = (actor: SampleActor): Manifest => ({
  version: 1,
  actor_id: actor.id,
  updated_at: '2026-01-15T12:00:00.000Z',
  ...(actor.labelled !== undefined && { trigger_word: 'juniperrose' }),
  images: actor.images.flatMap(({ kind }, i) => {
    if (kind !== 'photograph') return []
    const entry = { filename: imageName(actor.id, i + 1), type: 'photorealistic' as const }
    if (actor.labelled !== i + 1) return [entry]
    const caption = 'black-and-white portrait of a girl with braids and a knitted scarf'
    return [{ ...entry, classified_by: 'human' as const, caption }]
  }),
})
