import { draw as drawer } from '../../../support/in-process.ts'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Measures } from '../../../../src/main/domain/measures.ts'
import type { Opinion } from '../../../../src/main/domain/opinion.ts'
import type { Clock } from '../../../../src/main/evaluation/openai/clock.ts'
import type { ImageToJudge } from '../../../../src/main/evaluation/images-to-judge.ts'
import { createOpenAiEvaluator, type OpenAiOptions } from '../../../../src/main/evaluation/openai/index.ts'
import { loadInstructions } from '../../../../src/main/evaluation/openai/instructions.ts'
import { loadPrices } from '../../../../src/main/evaluation/openai/prices.ts'

const resources = join(import.meta.dirname, '../../../../resources/evaluator')
export const instructions = await loadInstructions(resources)
export const prices = await loadPrices(resources)

export type Kind = 'photo' | 'ink' | 'comic'

/** Planted signs that the double reports as faults. */
export const SIGN = { gaze: '#00ff00', distortion: '#ff0000', text: '#0000ff', stranger: '#ff00ff' } as const

export interface Fixture extends AsyncDisposable {
  image(name: string, kind: Kind, options?: { sign?: string; generated?: boolean; hue?: number }): Promise<ImageToJudge>
  photos(count: number): Promise<ImageToJudge[]>
}

export async function createFixture(): Promise<Fixture> {
  const dir = await mkdtemp(join(tmpdir(), 'evencast-openai-'))
  const image: Fixture['image'] = async (name, kind, { sign, generated = false, hue = 20 } = {}) => {
    const file = join(dir, `${name}.png`)
    const mark = sign ? [{ input: await patch(sign), left: 100, top: 100 }] : []
    await sharp(await draw(kind, hue))
      .composite(mark)
      .png()
      .toFile(file)
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    return { filename: `${name}.png`, file, sha256, generated, earlier: null, measures: measuresOf(kind) }
  }
  return {
    image,
    photos: (count) => Promise.all(Array.from({ length: count }, (_, i) => image(`photo_${i + 1}`, 'photo'))),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  }
}

const SIDE = 240
const patch = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 60, channels: 3, background: colour } })
    .png()
    .toBuffer()

async function draw(kind: Kind, hue: number): Promise<Buffer> {
  if (kind === 'photo') return photo(hue)
  const strokes = Array.from(
    { length: 6 },
    (_, i) => `<path d="M${i * 17} 10 Q120 ${90 + i * 9} ${230 - i * 13} 230"/>`,
  )
  const fill = kind === 'ink' ? '#ffffff' : '#e8b21c'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    <rect width="100%" height="100%" fill="#ffffff"/><circle cx="120" cy="120" r="90" fill="${fill}"/>
    <g fill="none" stroke="#101010" stroke-width="3">${strokes.join('')}</g></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

/** Draws a gradient with grain, in one hue. */
async function photo(hue: number): Promise<Buffer> {
  const { data } = await sharp({ create: { width: 1, height: 1, channels: 3, background: { ...hsl(hue) } } })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = Buffer.alloc(SIDE * SIDE * 3)
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)]
    const grain = ((x * 7919 + y * 104_729 + x * y * 31) % 41) - 20
    for (let c = 0; c < 3; c++) raw[3 * i + c] = Math.max(0, Math.min(255, (data[c]! * (x + 200)) / 400 + grain))
  }
  return sharp(raw, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer()
}

function hsl(hue: number): { r: number; g: number; b: number } {
  const part = (shift: number): number => {
    const k = (shift + hue / 30) % 12
    return Math.round(255 * (0.5 - 0.35 * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return { r: part(0), g: part(8), b: part(4) }
}

export const measuresOf = (kind: Kind): Measures => ({
  width: SIDE,
  height: SIDE,
  format: 'png',
  dhash: '0'.repeat(16),
  phash: '0'.repeat(16),
  mirrored: { dhash: '0'.repeat(16), phash: '0'.repeat(16) },
  thumbnail: '80'.repeat(576),
  brightness: { p1: 0, p5: 0.1, p50: 0.5, p95: 0.9, p99: 1 },
  sharpness: 500,
  symmetry: 0,
  borders: 0,
  monochrome: kind === 'ink',
  drawn: kind === 'photo' ? 0.1 : 0.9,
  signature: [0],
})

export const KEY = 'sk-canary-1f0e8c2b7a'

export const createOpinions = (url: string, options: Partial<OpenAiOptions> = {}) =>
  createOpenAiEvaluator({
    draw: drawer,
    apiKey: () => KEY,
    baseURL: url,
    model: 'gpt-5.6-terra',
    instructions,
    prices,
    clock: fakeClock(),
    ...options,
  })

export interface FakeClock extends Clock {
  readonly slept: number[]
}

/** Creates a clock that only `sleep` advances. */
export function fakeClock(): FakeClock {
  let now = 1_800_000_000_000
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      slept.push(ms)
      now += ms
    },
  }
}

export const opinion = (change: Partial<Opinion> = {}): Opinion => ({
  evaluator: 'openai:test@1',
  seen: 'close',
  open: false,
  style: 'photorealistic',
  confidence: 0.95,
  findings: { symmetry: 'none', camera_gaze: 'none', distortion: 'none', identity_mismatch: 'none', text: 'none' },
  verdict: 'keep',
  reason: '',
  shot: { angle: 'front', framing: 'bust', expression: 'neutral', light: 'soft' },
  ...change,
})
