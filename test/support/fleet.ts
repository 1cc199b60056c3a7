import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { inParallel } from '../../src/main/kit/in-parallel.ts'
import { kept } from './kept.ts'

/** Returns a seeded random generator of numbers in 0..1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296
  }
}

type Kind = 'photograph' | 'ink' | 'paint' | 'exact copy' | 'near copy' | 'blurred' | 'lettering' | 'distorted'

/** The twenty images of the actors, in rotation. They cover every kind of gap and defect, and one complete set. */
const SETS: readonly (readonly (readonly [Kind, number])[])[] = [
  [
    ['photograph', 16],
    ['ink', 1],
    ['exact copy', 1],
    ['blurred', 1],
    ['lettering', 1],
  ],
  [
    ['photograph', 13],
    ['ink', 4],
    ['paint', 3],
  ],
  [
    ['photograph', 10],
    ['ink', 5],
    ['paint', 3],
    ['near copy', 1],
    ['distorted', 1],
  ],
  [['photograph', 20]],
  [
    ['photograph', 12],
    ['ink', 3],
    ['paint', 2],
    ['exact copy', 1],
    ['blurred', 1],
    ['distorted', 1],
  ],
  [
    ['photograph', 14],
    ['ink', 4],
    ['paint', 2],
  ],
]

const TYPES: Partial<Record<Kind, string>> = { ink: 'bw_stylized', paint: 'color_stylized' }

const SIDE = 384

/** Fine noise, shared by all photographs because rendering it would take most of the time. */
const grain = (() => {
  const random = randomOf(7)
  return Buffer.from(Uint8Array.from({ length: SIDE * SIDE * 3 }, () => 108 + Math.floor(random() * 40)))
})()

/** Renders coloured patches under grain: sharp, and no duplicate of another. */
function photograph(seed: number): Promise<Buffer> {
  const random = randomOf(seed)
  const cells = 12
  const patches = Buffer.from(Uint8Array.from({ length: cells * cells * 3 }, () => 40 + Math.floor(random() * 170)))
  return sharp(patches, { raw: { width: cells, height: cells, channels: 3 } })
    .resize(SIDE, SIDE, { kernel: 'cubic' })
    .composite([{ input: grain, raw: { width: SIDE, height: SIDE, channels: 3 }, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** Renders strokes on paper, black or coloured. */
function drawing(seed: number, coloured: boolean): Promise<Buffer> {
  const random = randomOf(seed)
  const place = () => Math.floor(random() * SIDE)
  const colour = () => (coloured ? `hsl(${Math.floor(random() * 360)} 70% 42%)` : '#111')
  const areas = Array.from(
    { length: 6 },
    () =>
      `<circle cx="${place()}" cy="${place()}" r="${20 + Math.floor(random() * 60)}" fill="${coloured ? colour() : 'none'}" stroke="${colour()}" stroke-width="3"/>`,
  )
  const strokes = Array.from(
    { length: 60 },
    () =>
      `<path d="M${place()} ${place()} q${place() - SIDE / 2} ${place() - SIDE / 2} ${place() - SIDE / 2} ${place() - SIDE / 2}" fill="none" stroke="${colour()}" stroke-width="${1 + Math.floor(random() * 3)}"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%" fill="#fff"/>${areas.join('')}${strokes.join('')}</svg>`
  return sharp(Buffer.from(svg)).flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer()
}

/** Adds a patch of pure colour, which the OpenAI double takes for lettering or a distortion. */
const planted = async (picture: Promise<Buffer>, colour: string): Promise<Buffer> =>
  sharp(await picture)
    .composite([
      { input: { create: { width: 140, height: 100, channels: 3, background: colour } }, left: 150, top: 190 },
    ])
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()

async function picture(kind: Kind, seed: number, first: Buffer): Promise<Buffer> {
  switch (kind) {
    case 'photograph':
      return photograph(seed)
    case 'ink':
    case 'paint':
      return drawing(seed, kind === 'paint')
    case 'exact copy':
      return first
    case 'near copy':
      return sharp(first)
        .resize(SIDE - 32)
        .jpeg({ quality: 70 })
        .toBuffer()
    case 'blurred':
      return sharp(await photograph(seed))
        .blur(9)
        .jpeg({ quality: 90 })
        .toBuffer()
    case 'lettering':
      return planted(photograph(seed), '#00f')
    case 'distorted':
      return planted(photograph(seed), '#f00')
  }
}

export interface Fleet {
  readonly actors: readonly string[]
  /** Images to generate until every set is complete. */
  readonly missing: number
}

/**
 * Writes many actors with twenty small images each. As in real libraries, an earlier tool's manifest labels drawings but not photographs.
 */
export async function writeFleet(root: string, count: number): Promise<Fleet> {
  const actors = Array.from({ length: count }, (_, i) => `actor_${String(i + 1).padStart(3, '0')}`)
  await inParallel(actors, 8, async (actorId, index) => {
    const set = SETS[index % SETS.length] ?? []
    const kinds = set.flatMap(([kind, times]) => Array.from({ length: times }, () => kind))
    const base = join(root, 'actors', actorId, 'base_image')
    const images = join(root, 'actors', actorId, 'training_data')
    await Promise.all([mkdir(base, { recursive: true }), mkdir(images, { recursive: true })])
    const seed = (index + 1) * 1000
    const identity = async () =>
      sharp(await photograph(seed))
        .png()
        .toBuffer()
    await writeFile(join(base, `${actorId}_base.png`), await kept(`fleet base ${seed}`, identity))
    const first = await kept(`fleet photograph ${seed + 1}`, () => photograph(seed + 1))
    for (const [i, kind] of kinds.entries()) {
      const name = `${actorId}_${i + 1}.jpg`
      await writeFile(
        join(images, name),
        await kept(`fleet ${kind} ${seed + 1 + i}`, () => picture(kind, seed + 1 + i, first)),
      )
    }
    const labels = kinds.flatMap((kind, i) => {
      const type = TYPES[kind]
      return type === undefined ? [] : [{ filename: `${actorId}_${i + 1}.jpg`, type }]
    })
    if (labels.length > 0) await writeFile(join(images, 'manifest.json'), JSON.stringify(labels))
  })
  return { actors, missing: actors.reduce((sum, _, index) => sum + missingFrom(SETS[index % SETS.length] ?? []), 0) }
}

function missingFrom(set: readonly (readonly [Kind, number])[]): number {
  const has = (kind: Kind): number => set.find(([one]) => one === kind)?.[1] ?? 0
  const short = (kind: Kind, wanted: number): number => Math.max(0, wanted - has(kind))
  return short('photograph', 13) + short('ink', 4) + short('paint', 3)
}
