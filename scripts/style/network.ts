import { input, node, onnxFile, output, RUNTIME, TYPES } from '../../src/main/kit/onnx-file.ts'
import { attributesOf, graph, STRIDES } from './graph.ts'
import type { Backbone, Convolution } from './pretrained.ts'
import type { BlockRanges, Range } from './ranges.ts'
import { inPairs, inWholeNumbers } from './whole-numbers.ts'

/** The layer after the features: they are standardised and clipped at `CLIP` deviations, and give two logits and a signature. */
export interface Head {
  readonly mean: Float32Array
  readonly scale: Float32Array
  /** Logits of "drawn" for pictures without and with colour: features × 2. */
  readonly weights: Float32Array
  readonly bias: readonly [number, number]
  /** Features × signature length; 0.5 is added to the result, which is then clipped to 0..1. */
  readonly projection: Float32Array
}

export const CLIP = 3

/** Features are taken after this block and every later one, chosen on sources left out. The first blocks distinguish scans and scalings. */
const FIRST_FEATURES = 3

/** Quantized values: (byte - zero) × unit. */
interface Bytes {
  readonly name: string
  readonly unit: number
  readonly as: readonly [unit: string, zero: string]
}

/** The clipping range of ReLU6. */
const CUT: Range = { least: 0, most: 6 }

/**
 * Returns the network as a file that computes in 8 bits, which takes half the time of floating point. A picture's features are the mean and
 * the deviation of every channel after each of the later blocks: texture at several scales, wherever it is in the picture. They are
 * computed from the bytes directly, since features are standardised. Without a head, the output is `features`.
 */
export function networkFile(backbone: Backbone, ranges: readonly BlockRanges[], head: Head | null): Buffer {
  const { first, blocks } = inPairs(backbone)
  const { parts, add, values, one } = graph()
  const bytes = ({ least, most }: Range, from: (as: Bytes['as']) => string): Bytes => {
    const unit = (most - least) / 255
    const as = [one(unit), values([], Uint8Array.of(Math.round(-least / unit)))] as const
    return { name: from(as), unit, as }
  }
  const convolve = (from: Bytes, convolution: Convolution, stride: number, to: Range): Bytes => {
    const { shape, depthwise } = convolution
    const [outputs, , side] = shape
    const { weights, units, bias } = inWholeNumbers(convolution, from.unit)
    const by = [values(shape, weights), values([outputs], units), values([outputs], new Int8Array(outputs))]
    const attributes = { ...attributesOf(side, stride, depthwise ? outputs : 1), channels_last: 1 }
    return bytes(to, (as) =>
      add('QLinearConv', [from.name, ...from.as, ...by, ...as, values([outputs], bias)], attributes, RUNTIME),
    )
  }

  const picture = add('Unsqueeze', ['picture', values([1], BigInt64Array.of(0n))])
  let at = convolve(
    bytes({ least: 0, most: 1 }, () => picture),
    first,
    2,
    CUT,
  )
  const means: string[] = []
  const squares: string[] = []
  for (const [i, { expand, depthwise, project }] of blocks.entries()) {
    const { project: range, sum } = ranges[i]!
    const before = at
    const wide = expand ? convolve(at, expand, 1, CUT) : at
    const next = convolve(convolve(wide, depthwise, STRIDES[i] ?? 1, CUT), project, 1, range)
    at =
      sum === null
        ? next
        : bytes(sum, (as) => add('QLinearAdd', [before.name, ...before.as, next.name, ...next.as, ...as], {}, RUNTIME))
    if (i < FIRST_FEATURES) continue
    const average = (of: string): string => add('ReduceMean', [of], { axes: [1, 2], keepdims: 0 })
    const numbers = add('Cast', [at.name], { to: TYPES.float })
    means.push(average(numbers))
    squares.push(average(add('Mul', [numbers, numbers])))
  }
  const mean = add('Concat', means, { axis: 1 })
  const variance = add('Sub', [add('Concat', squares, { axis: 1 }), add('Mul', [mean, mean])])
  const joined = add('Concat', [mean, add('Sqrt', [add('Relu', [variance])])], { axis: 1 })
  parts.push(input('picture', TYPES.uint8, ['height', 'width', 3]))
  if (head === null) {
    parts.push(node('Identity', [joined], ['features']), output('features', TYPES.float, [1, 'n']))
    return onnxFile(parts)
  }
  const length = head.mean.length
  const components = head.projection.length / length
  const standard = add('Clip', [
    add('Div', [add('Sub', [joined, values([length], head.mean)]), values([length], head.scale)]),
    one(-CLIP),
    one(CLIP),
  ])
  const product = add('MatMul', [standard, values([length, 2], head.weights)])
  const logits = add('Add', [product, values([2], Float32Array.from(head.bias))])
  const halves = values([length, components], Float16Array.from(head.projection))
  const projected = add('MatMul', [standard, add('Cast', [halves], { to: TYPES.float })])
  parts.push(
    node('Sigmoid', [logits], ['drawn']),
    node('Clip', [add('Add', [projected, one(0.5)]), one(0), one(1)], ['signature']),
    output('drawn', TYPES.float, [1, 2]),
    output('signature', TYPES.float, [1, components]),
  )
  return onnxFile(parts)
}
