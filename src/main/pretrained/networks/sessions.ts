import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { readFile } from 'node:fs/promises'

export interface Network {
  readonly inputs: readonly string[]
  run(values: Readonly<Record<string, Values>>): Promise<Readonly<Record<string, Float32Array>>>
}

/** Value of an input: its numbers and their dimensions. */
interface Values {
  readonly values: Float32Array | BigInt64Array
  readonly dims: readonly number[]
}

/** Returns a network by its file, loaded on first use and kept for the life of the process. */
export type Networks = (file: string) => Promise<Network>

export function createNetworks(): Networks {
  const loaded = new Map<string, Promise<Network>>()
  return (file) => {
    const network = loaded.get(file) ?? load(file)
    loaded.set(file, network)
    network.catch(() => loaded.delete(file))
    return network
  }
}

async function load(file: string): Promise<Network> {
  const runtime = await import('onnxruntime-node')
  // One thread is enough: as many pictures are processed in parallel as there are processors.
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const
  const session = await runtime.InferenceSession.create(await readFile(file), options)
  const tensor = ({ values, dims }: Values): Tensor =>
    values instanceof BigInt64Array
      ? new runtime.Tensor('int64', values, dims)
      : new runtime.Tensor('float32', values, dims)
  return {
    inputs: session.inputNames,
    async run(values) {
      const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensor(value)]))
      return numbersOf(await session.run(given))
    },
  }
}

const numbersOf = (outputs: InferenceSession.OnnxValueMapType): Record<string, Float32Array> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, data instanceof Float32Array ? data : new Float32Array()]),
  )
