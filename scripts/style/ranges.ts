import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Pixels } from '../../src/main/evaluation/local/plane.ts'
import { input, node, onnxFile, output, TYPES } from '../../src/main/kit/onnx-file.ts'
import { attributesOf, graph, STRIDES } from './graph.ts'
import { addsUp, type Backbone, type Convolution } from './pretrained.ts'

export interface Range {
  readonly least: number
  readonly most: number
}

/** Ranges of each block's results: of its last convolution, and of the sum when its input is added. */
export interface BlockRanges {
  readonly project: Range
  readonly sum: Range | null
}

/** Share of pictures beyond the range, whose values are clipped; chosen on sources left out, from 0 to 0.1. */
const BEYOND = 0.05

/** Measures the ranges of the floating-point network over some pictures of the evaluator's small size. */
export async function rangesOf(backbone: Backbone, pictures: readonly Pixels[]): Promise<readonly BlockRanges[]> {
  const session = await InferenceSession.create(floatFile(backbone), { intraOpNumThreads: 1, interOpNumThreads: 1 })
  const seen = new Map<string, number[]>()
  for (const { width, height, rgb } of pictures) {
    const results = await session.run({ picture: new Tensor('uint8', rgb, [height, width, 3]) })
    for (const [name, { data }] of Object.entries(results)) seen.set(name, [...(seen.get(name) ?? []), Number(data[0])])
  }
  const quantile = (name: string, share: number): number => {
    const sorted = seen.get(name)?.toSorted((a, b) => a - b) ?? []
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  }
  const range = (name: string): Range => ({
    least: Math.min(0, quantile(`${name}_least`, BEYOND)),
    most: Math.max(0, quantile(`${name}_most`, 1 - BEYOND)),
  })
  return backbone.blocks.map((block, i) => ({
    project: range(`project${i}`),
    sum: addsUp(block, STRIDES[i] ?? 1) ? range(`sum${i}`) : null,
  }))
}

/** Returns a network that outputs the minimum and maximum of each block's results. */
function floatFile({ first, blocks }: Backbone): Buffer {
  const { parts, add, values, one } = graph()
  const [zero, six] = [one(0), one(6)]
  const convolve = (from: string, { shape, kernel, bias, depthwise }: Convolution, stride: number, cut: boolean) => {
    const inputs = [from, values(shape, kernel), values([shape[0]], bias)]
    const result = add('Conv', inputs, attributesOf(shape[2], stride, depthwise ? shape[0] : 1))
    return cut ? add('Clip', [result, zero, six]) : result
  }
  const measure = (of: string, name: string): void => {
    for (const [operator, end] of [
      ['ReduceMin', `${name}_least`],
      ['ReduceMax', `${name}_most`],
    ] as const)
      parts.push(node(operator, [of], [end], { keepdims: 0 }), output(end, TYPES.float, []))
  }
  const planes = add('Transpose', [add('Cast', ['picture'], { to: TYPES.float })], { perm: [2, 0, 1] })
  const batch = add('Unsqueeze', [planes, values([1], BigInt64Array.of(0n))])
  let at = convolve(add('Mul', [batch, one(1 / 255)]), first, 2, true)
  for (const [i, block] of blocks.entries()) {
    const stride = STRIDES[i] ?? 1
    const wide = block.expand ? convolve(at, block.expand, 1, true) : at
    const next = convolve(convolve(wide, block.depthwise, stride, true), block.project, 1, false)
    measure(next, `project${i}`)
    const sums = addsUp(block, stride)
    at = sums ? add('Add', [at, next]) : next
    if (sums) measure(at, `sum${i}`)
  }
  return onnxFile([...parts, input('picture', TYPES.uint8, ['height', 'width', 3])])
}
