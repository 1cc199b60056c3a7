import { pictures } from '../../../support/in-process.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import type { GenerationRequest } from '../../../../src/main/domain/generation.ts'
import { createReplicateGenerator, type ReplicateOptions } from '../../../../src/main/generation/replicate/index.ts'
import { DEFAULT_MODEL, presetFor } from '../../../../src/main/generation/replicate/presets.ts'
import { startReplicate, type ReplicateOptions as DoubleOptions } from '../../../support/replicate/server.ts'

/** Writes a portrait of simple shapes over noise, which PNG cannot compress. */
export async function writeBase(
  name: string,
  {
    width = 320,
    height = 400,
    hue = 20,
    noise = 0,
  }: { width?: number; height?: number; hue?: number; noise?: number } = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'evencast-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50" width="${width}" height="${height}" preserveAspectRatio="none">
    <rect width="40" height="50" fill="hsl(${hue} 40% 60%)"/><rect x="3" y="5" width="8" height="40" fill="hsl(${hue + 120} 60% 30%)"/>
    <ellipse cx="22" cy="20" rx="9" ry="12" fill="#d9a077"/><path d="M5 50 Q10 35 22 34 Q36 35 37 50Z" fill="hsl(${hue + 200} 50% 35%)"/>
    <circle cx="18" cy="18" r="1.4"/><circle cx="26" cy="18" r="1.4"/><path d="M18 26 q4 3 8 0" stroke="#722" fill="none"/></svg>`
  const image = sharp(Buffer.from(svg)).removeAlpha()
  if (noise > 0) {
    let state = noise
    const speckles = Uint8Array.from({ length: width * height * 3 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state >>> 16) % noise
    })
    image.composite([{ input: Buffer.from(speckles), raw: { width, height, channels: 3 }, blend: 'add' }])
  }
  const path = join(folder, name)
  const format = name.split('.').at(-1)
  const encoded = format === 'png' ? image.png() : format === 'webp' ? image.webp() : image.jpeg({ quality: 90 })
  await writeFile(path, await encoded.toBuffer())
  return path
}

export const requestFor = (base: string | null, changes: Partial<GenerationRequest> = {}): GenerationRequest => ({
  actorId: 'alice',
  type: 'photorealistic',
  promptId: 'ph-01',
  prompt: 'A cinematic film still of a woman on a railway platform.',
  aspectRatio: '3:2',
  variant: 'reframe',
  seed: 7,
  attempt: 0,
  externalId: null,
  askedAt: null,
  base,
  photographs: [],
  drawings: [],
  ...changes,
})

export interface SetupOptions extends DoubleOptions {
  readonly model?: string
  readonly prices?: Readonly<Record<string, number>>
  readonly generator?: Partial<ReplicateOptions>
  /** How far this machine's clock is ahead of the service's. */
  readonly aheadMs?: number
}

/** Creates the double and a generator that uses it, with one clock that only sleeping advances. */
export async function setup({
  model = DEFAULT_MODEL,
  prices,
  generator = {},
  aheadMs = 0,
  ...double
}: SetupOptions = {}) {
  let clockMs = Date.parse('2026-11-22T10:00:00.000Z')
  const sleeps: number[] = []
  const logged: unknown[] = []
  const service = await startReplicate({ now: () => clockMs, ...double })
  onTestFinished(() => service.close())
  const preset = presetFor(model, prices)
  if (!preset) throw new Error(`${model} has no price`)
  const make = () =>
    createReplicateGenerator({
      token: () => service.token,
      baseUrl: service.url,
      preset,
      pictures,
      now: () => clockMs + aheadMs,
      log: { warn: (details, message) => void logged.push(details, message) },
      sleep: (delayMs, signal) => {
        signal.throwIfAborted()
        sleeps.push(delayMs)
        clockMs += delayMs
        return new Promise((resolve) => setImmediate(resolve))
      },
      ...generator,
    })
  const ids: string[] = []
  const abort = new AbortController()
  const hooks = {
    signal: abort.signal,
    onExternalId: async (id: string) => {
      ids.push(id)
    },
    inTurn: <T>(work: () => Promise<T>) => work(),
  }
  return {
    service,
    generator: make(),
    /** Creates a generator without any memory, as after a restart. */
    another: make,
    hooks,
    abort,
    /** Prediction ids in the order of the journal. */
    ids,
    sleeps,
    logged,
    pass: (ms: number) => void (clockMs += ms),
    /** This machine's clock. */
    nowIso: () => new Date(clockMs + aheadMs).toISOString(),
  }
}

export async function errorFrom(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It was expected to fail.')
    },
    (error: unknown) => error,
  )
}
