import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { ROOT } from '../../../scripts/build.ts'
import { writeManyFiles } from '../files.ts'
import { percentile } from '../measure.ts'
import type { Peer } from './table.ts'

const ACTORS = 10_000
const FEW_ACTORS = 100
const IMAGES_PER_ACTOR = 20
const OPENINGS = 3

/** The output of `open-child.ts`. */
const Opening = z.object({ firstMs: z.number(), wholeMs: z.number(), stallP95Ms: z.number(), memoryMb: z.number() })

/** Opens a library again in a new process. It has limits but no peer. */
export const openPeer: Peer = {
  work: 'open',
  needs: {},
  async measure({ folder, limit }) {
    const many = await openings(join(folder, 'many'), ACTORS)
    const few = await openings(join(folder, 'few'), FEW_ACTORS)
    const images = (ACTORS * IMAGES_PER_ACTOR).toLocaleString('en')
    const again = `${images} images opened again`
    const listing =
      'First paint: the names of the actors’ folders are listed, and what they are is remembered until each was listed, too. Hottest before: `readdir`, garbage, `listFolder`; now: counting the images in the catalogue, garbage, `findActors`.'
    limit({
      what: `${again}: until the actors show`,
      measured: many('firstMs'),
      unit: 'ms',
      bound: { most: 300 },
      profile: listing,
    })
    limit({ what: `${again}: event loop, p95`, measured: many('stallP95Ms'), unit: 'ms', bound: { most: 20 } })
    limit({ what: `${again}: memory of the process`, measured: many('memoryMb'), unit: 'MB', bound: { most: 400 } })
    limit({
      what: `time per image at ${images}, of that at ${(FEW_ACTORS * IMAGES_PER_ACTOR).toLocaleString('en')}`,
      measured: many('wholeMs') / ACTORS / (few('wholeMs') / FEW_ACTORS),
      unit: '×',
      bound: { most: 1.2 },
    })
    return []
  },
}

/** Returns medians over a few openings, after a first one that fills the catalog. */
async function openings(folder: string, actors: number) {
  await writeManyFiles(folder, { actors, imagesPerActor: IMAGES_PER_ACTOR, size: 64 })
  const open = async () => {
    const child = join(ROOT, 'test/bench/peers/open-child.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [
      child,
      join(folder, 'config'),
      join(folder, 'library'),
    ])
    return Opening.parse(JSON.parse(stdout))
  }
  await open()
  const found: z.infer<typeof Opening>[] = []
  for (let n = 0; n < OPENINGS; n++) found.push(await open())
  await rm(folder, { recursive: true, force: true })
  return (what: keyof z.infer<typeof Opening>) =>
    percentile(
      found.map((each) => each[what]),
      0.5,
    )
}
