import { createHash } from 'node:crypto'
import { link, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { type Catalog, createCatalog } from '../../../src/main/catalog/catalog.ts'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { judge, LOCAL_EVALUATOR } from '../../../src/main/domain/judge.ts'
import type { Measures } from '../../../src/main/domain/measures.ts'
import { THUMB_SIZES, thumbnailFile } from '../../../src/main/media/thumbnails.ts'
import { testCore } from '../../support/core.ts'
import { photograph } from '../../support/library.ts'
import { measuresOf } from '../../unit/domain/measures-of.ts'
import { inFlight } from '../measure.ts'

export interface Shape {
  /** Number of images of the large actor, and of the whole library. */
  readonly large: number
  readonly library: number
}

export interface Fixture {
  readonly library: string
  readonly configDir: string
}

export const LARGE_ACTOR = 'zz_large'
const PER_ACTOR = 200
const ORIGINALS = 60
/** Number of actors besides the large one that already have thumbnails. */
const WARM_ACTORS = 24

interface Actor {
  readonly id: string
  readonly images: readonly string[]
}

interface Original {
  readonly file: string
  /** Files by `THUMB_SIZES`. */
  readonly thumbs: readonly string[]
}

const contentOf = (filename: string) => createHash('sha256').update(filename).digest('hex')

function actorsOf({ large, library }: Shape): readonly Actor[] {
  const actor = (id: string, count: number): Actor => ({
    id,
    images: Array.from({ length: count }, (_, n) => `${id}_${n + 1}.jpg`),
  })
  const others = Math.ceil(Math.max(0, library - large) / PER_ACTOR)
  return [
    ...Array.from({ length: others }, (_, n) => actor(`actor_${String(n).padStart(4, '0')}`, PER_ACTOR)),
    actor(LARGE_ACTOR, large),
  ]
}

/** Writes a library of real files (links to some hundreds of pictures) with assessed images; actors that will be opened have thumbnails. */
export async function writeFixture(root: string, shape: Shape): Promise<Fixture> {
  const [library, configDir] = [join(root, 'library'), join(root, 'config')]
  const actors = actorsOf(shape)
  const originals = await writeOriginals(join(root, 'originals'))
  await mkdir(configDir, { recursive: true })
  let next = 0
  for (const { id, images } of actors) {
    const folder = join(library, 'actors', id)
    const training = join(folder, 'training_data')
    await Promise.all([mkdir(join(folder, 'base_image'), { recursive: true }), mkdir(training, { recursive: true })])
    const original = () => originals[next++ % ORIGINALS]!.file
    await link(original(), join(folder, 'base_image', `${id}_base.jpg`))
    await inFlight(images, 16, (name) => link(original(), join(training, name)))
    await writeFile(join(training, 'manifest.json'), manifestOf(id, images))
  }
  await index(library, configDir)
  assess(library, actors)
  for (const { images } of new Set([...actors.slice(0, WARM_ACTORS), ...actors.slice(-1)]))
    await inFlight([...images.entries()], 16, ([n, name]) => warm(configDir, name, originals[n % ORIGINALS]!))
  return { library, configDir }
}

async function writeOriginals(dir: string): Promise<Original[]> {
  await mkdir(dir, { recursive: true })
  const numbers = Array.from({ length: ORIGINALS }, (_, n) => n)
  const all: Original[] = []
  await inFlight(numbers, 4, async (n) => {
    const file = join(dir, `${n}.jpg`)
    await writeFile(file, await photograph(n + 1, 384))
    const thumbs = THUMB_SIZES.map((size) => join(dir, `${n}-${size}.webp`))
    for (const [i, size] of THUMB_SIZES.entries())
      await sharp(file).resize(size, size, { fit: 'inside' }).webp({ quality: 80, effort: 2 }).toFile(thumbs[i]!)
    all[n] = { file, thumbs }
  })
  return all
}

/** Returns a manifest in which every fourth image is generated, with its prompt. */
function manifestOf(actorId: string, images: readonly string[]): string {
  const entries = images.map((filename, n) =>
    n % 4 > 0
      ? { filename }
      : {
          filename,
          source: 'generated',
          prompt: `A cinematic still of ${actorId}, ${n % 40 === 0 ? 'low angle' : 'eye level'}, soft light from the left, take ${n}`,
          prompt_id: `ph-${n % 60}`,
          created_at: new Date(1_760_000_000_000 + n * 60_000).toISOString(),
        },
  )
  return JSON.stringify({ version: 1, actor_id: actorId, updated_at: '2026-11-22T10:00:00.000Z', images: entries })
}

/** Lets the app index the files as on the first opening of a library. */
async function index(library: string, configDir: string): Promise<void> {
  await using core = await testCore(configDir)
  await (await core.open(library)).status()
}

/** Returns distinct measures for each image, so that none is a duplicate; every style, verdict and doubt occurs. */
function measured(seed: number): Measures {
  const share = (salt: number) => ((Math.imul(seed + salt, 2654435761) >>> 0) % 1000) / 1000
  return measuresOf(seed, {
    width: 768,
    height: 1024,
    drawn: share(1) < 0.6 ? share(2) * 0.2 : 0.3 + share(2) * 0.7,
    monochrome: share(3) < 0.5,
    sharpness: share(4) < 0.04 ? 20 : 200 + share(5) * 1000,
    colours: Array.from({ length: 48 }, (_, i) => ((seed * 7 + i * 5) % 16).toString(16)).join(''),
    signature: Array.from({ length: 15 }, (_, i) => (seed % 40) / 40 + i / 1000),
  })
}

/** Writes assessments as if the pixels had been measured, because measuring would take hours. */
function assess(library: string, actors: readonly Actor[]): void {
  const db = openDatabase(join(library, '.evencast/catalog.db'), [CATALOG_SCHEMA])
  const catalog = createCatalog(db)
  let seed = 0
  for (const actor of actors) {
    assessActor(catalog, actor, seed)
    seed += actor.images.length
  }
  db.close()
}

function assessActor(catalog: Catalog, { id, images }: Actor, firstSeed: number): void {
  const judged = images.map((filename, n) => ({
    filename,
    sha256: contentOf(filename),
    measured: measured(firstSeed + n),
  }))
  const assessments = judge(judged)
  catalog.transaction(() => {
    for (const { filename, sha256, measured: measures } of judged) {
      const row = catalog.images.byName(id, filename)
      const assessment = assessments.get(filename)
      if (!row || !assessment) throw new Error(`${filename} was not found.`)
      catalog.measures.put(sha256, LOCAL_EVALUATOR, measures)
      catalog.images.setSha256(row.id, sha256)
      catalog.images.setAssessment(row.id, assessment)
    }
    catalog.actors.setSummary(id, catalog.summaries.summaryOf(id))
  })
}

async function warm(configDir: string, filename: string, { thumbs }: Original): Promise<void> {
  for (const [i, size] of THUMB_SIZES.entries()) {
    const file = thumbnailFile(join(configDir, 'thumbnails'), contentOf(filename), size)
    await mkdir(dirname(file), { recursive: true })
    await link(thumbs[i]!, file)
  }
}
