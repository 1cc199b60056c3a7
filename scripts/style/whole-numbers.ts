import { STRIDES } from './graph.ts'
import { addsUp, type Backbone, type Block, type Convolution } from './pretrained.ts'

/** A convolution with integer weights, -127..127, and a scale for each output. */
export interface WholeConvolution {
  readonly weights: Int8Array
  readonly units: Float32Array
  readonly bias: Int32Array
}

const MOST = 127

/**
 * Processors before VNNI add two 8-bit products of neighbouring inputs in 16 bits. Pairs of weights with a sum of at most this cannot
 * overflow, so every processor gives the same result.
 */
const MOST_OF_TWO = 128

/** Quantizes a convolution. `unit` is the scale of its inputs. */
export function inWholeNumbers({ shape, kernel, bias, depthwise }: Convolution, unit: number): WholeConvolution {
  const [outputs, inputs, side] = shape
  const area = side * side
  const length = inputs * area
  const units = new Float32Array(outputs)
  const weights = new Int8Array(kernel.length)
  for (let o = 0; o < outputs; o++) {
    // In the order of multiplication: all inputs of one position, then the next.
    const inOrder = Float32Array.from(
      { length },
      (_, at) => kernel[o * length + (at % inputs) * area + Math.floor(at / inputs)]!,
    )
    units[o] = Math.max(1e-12, greatest(inOrder) / MOST, depthwise ? 0 : greatestOfTwo(inOrder) / (MOST_OF_TWO - 0.5))
    for (let at = o * length; at < (o + 1) * length; at++) weights[at] = Math.round(kernel[at]! / units[o]!)
  }
  return { weights, units, bias: Int32Array.from(bias, (value, o) => Math.round(value / (units[o]! * unit))) }
}

const greatest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

function greatestOfTwo(values: Float32Array): number {
  let most = 0
  for (let at = 0; at < values.length; at += 2) {
    const [one = 0, two = 0] = values.subarray(at, at + 2)
    most = Math.max(most, Math.max(one, 0) + Math.max(two, 0), Math.max(-one, 0) + Math.max(-two, 0))
  }
  return most
}

/** Reorders the network's channels so that large weights are beside small ones, which loses less to `MOST_OF_TWO`. */
export function inPairs({ first, blocks }: Backbone): Backbone {
  const hidden = blocks.map(({ project }) => pairsOf([project]))
  const outgoing: (readonly number[])[] = []
  for (let from = 0; from < blocks.length;) {
    // Blocks that are added to one another share their order.
    let to = from + 1
    while (to < blocks.length && addsUp(blocks[to]!, STRIDES[to] ?? 1)) to++
    const readers = blocks.slice(from + 1, to + 1).flatMap(({ expand }) => (expand ? [expand] : []))
    const order = readers.length > 0 ? pairsOf(readers) : [...Array(blocks[from]!.project.shape[0]).keys()]
    for (; from < to; from++) outgoing.push(order)
  }
  const inOrder = ({ expand, depthwise, project }: Block, i: number): Block => ({
    expand: expand && ordered(expand, hidden[i], outgoing[i - 1]),
    depthwise: ordered(depthwise, hidden[i]),
    project: ordered(project, outgoing[i], hidden[i]),
  })
  return { first: ordered(first, hidden[0]), blocks: blocks.map(inOrder) }
}

/** Pairs the inputs of some convolutions, the largest with the smallest, by the squares of their weights in each output. */
function pairsOf(readers: readonly Convolution[]): readonly number[] {
  const inputs = readers[0]!.shape[1]
  const power = new Float64Array(inputs)
  for (const { shape, kernel } of readers)
    for (let o = 0; o < shape[0]; o++) {
      const row = kernel.subarray(o * inputs, (o + 1) * inputs)
      const most = Math.max(1e-12, greatest(row))
      for (const [i, value] of row.entries()) power[i]! += (value / most) ** 2
    }
  const ranked = [...power.keys()].sort((a, b) => power[b]! - power[a]!)
  return Array.from({ length: inputs }, (_, at) => ranked[at % 2 === 0 ? at / 2 : inputs - (at + 1) / 2]!)
}

function ordered(of: Convolution, outgoing?: readonly number[], incoming?: readonly number[]): Convolution {
  const [outputs, inputs, height, width] = of.shape
  const area = height * width
  const kernel = new Float32Array(of.kernel.length)
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++) {
      const from = ((outgoing?.[o] ?? o) * inputs + (incoming?.[i] ?? i)) * area
      kernel.set(of.kernel.subarray(from, from + area), (o * inputs + i) * area)
    }
  return { ...of, kernel, bias: of.bias.map((_, o) => of.bias[outgoing?.[o] ?? o]!) }
}
