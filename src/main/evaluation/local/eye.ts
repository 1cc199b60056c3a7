import { readFile } from 'node:fs/promises'
import type { InferenceSession } from 'onnxruntime-node'
import { glanceAt } from './glance.ts'
import type { Pixels } from './plane.ts'

/** The network's result for one picture. */
export interface Seen {
  /** Probabilities, 0..1, that it was drawn rather than photographed, under the assumption that it is monochrome or coloured. */
  readonly drawn: { readonly monochrome: number; readonly colour: number }
  /** Numbers 0..1 that describe the technique: close for pictures made alike. */
  readonly signature: readonly number[]
}

/** Runs the network on a picture of any size. Resolves to null where the network does not run on this machine. */
export type Eye = (modelFile: string, picture: Pixels) => Promise<Seen | null>

/**
 * Creates an eye that runs a network from `scripts/train-style.ts`, loaded on first use and kept for the life of the thread. Input
 * `picture`: RGB bytes, height × width × 3. Outputs: `drawn`, two probabilities, and `signature`.
 */
export function createEye(): Eye {
  const sessions = new Map<string, Promise<Running | null>>()
  return async (modelFile, picture) => {
    const session = sessions.get(modelFile) ?? load(modelFile)
    sessions.set(modelFile, session)
    const running = await session
    return running && running(picture)
  }
}

type Running = (picture: Pixels) => Promise<Seen>

async function load(modelFile: string): Promise<Running | null> {
  // The model is read here because the native part cannot read from the archive of a packaged app.
  const model = await readFile(modelFile)
  const runtime = await import('onnxruntime-node').catch(() => null)
  if (runtime === null) return null
  // One thread is enough: as many pictures are assessed in parallel as there are processors.
  const session = await runtime.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 })
  return async (whole) => {
    const { width, height, rgb } = await glanceAt(whole)
    const picture = new runtime.Tensor('uint8', rgb, [height, width, 3])
    return toSeen(await session.run({ picture }))
  }
}

function toSeen({ drawn, signature }: InferenceSession.OnnxValueMapType): Seen {
  const [monochrome = 0.5, colour = 0.5] = numbers(drawn)
  return {
    drawn: { monochrome, colour },
    signature: numbers(signature).map((value) => Math.round(value * 1000) / 1000),
  }
}

const numbers = (value: InferenceSession.OnnxValueMapType[string] | undefined): number[] =>
  value?.data instanceof Float32Array ? Array.from(value.data) : []
