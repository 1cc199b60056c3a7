import type { Backbone, Convolution } from './pretrained.ts'
import { constant, input, node, onnxFile, output, TYPES } from '../../src/main/kit/onnx-file.ts'

/** What is laid on the features: standardised and cut off at `CLIP` deviations, they give two logits and a signature. */
export interface Head {
  readonly mean: Float32Array
  readonly scale: Float32Array
  /** Logits of "drawn" for pictures without and with colour: features × 2. */
  readonly weights: Float32Array
  readonly bias: readonly [number, number]
  /** Features × signature length; the result plus a half is cut to 0..1. */
  readonly projection: Float32Array
}

export const CLIP = 3

const STRIDES = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1]

/** Features are taken after this block and every later one: chosen on sources left out. The first ones tell scans and scalings apart. */
const FIRST_FEATURES = 3

/**
 * The network as a file. A picture's features are the mean and the deviation of every channel after each of the later blocks: texture
 * at several scales, wherever it is in the picture. Without a head it gives them as they are, as `features`.
 */
export function networkFile({ first, blocks }: Backbone, head: Head | null): Buffer {
  const parts: Buffer[] = []
  const fresh = names()
  const add = (operator: string, inputs: string[], attributes = {}): string => {
    const result = fresh(operator)
    parts.push(node(operator, inputs, [result], attributes))
    return result
  }
  const numbers = (dims: number[], values: Float32Array): string => {
    const name = fresh('n')
    parts.push(constant(name, dims, values))
    return name
  }
  const halves = (dims: number[], values: Float32Array): string => {
    const name = fresh('h')
    parts.push(constant(name, dims, Float16Array.from(values)))
    return add('Cast', [name], { to: TYPES.float })
  }
  const whole = (...values: number[]): string => {
    const name = fresh('i')
    parts.push(constant(name, [values.length], BigInt64Array.from(values, BigInt)))
    return name
  }
  const one = (value: number): string => numbers([], Float32Array.of(value))
  const zero = one(0)
  const six = one(6)
  const convolve = (from: string, { shape, kernel, bias, depthwise }: Convolution, stride: number, cut: boolean) => {
    const side = shape[2]
    const result = add('Conv', [from, halves([...shape], kernel), numbers([shape[0]], bias)], {
      kernel_shape: [side, side],
      strides: [stride, stride],
      // TensorFlow's "same" for even sides.
      pads: side === 1 ? [0, 0, 0, 0] : stride === 2 ? [0, 0, 1, 1] : [1, 1, 1, 1],
      group: depthwise ? shape[0] : 1,
    })
    return cut ? add('Clip', [result, zero, six]) : result
  }

  const floats = add('Cast', ['picture'], { to: TYPES.float })
  const planes = add('Unsqueeze', [add('Transpose', [floats], { perm: [2, 0, 1] }), whole(0)])
  let at = convolve(add('Mul', [planes, one(1 / 255)]), first, 2, true)
  const features: string[] = []
  for (const [i, { expand, depthwise, project }] of blocks.entries()) {
    const stride = STRIDES[i] ?? 1
    const wide = expand ? convolve(at, expand, 1, true) : at
    const next = convolve(convolve(wide, depthwise, stride, true), project, 1, false)
    at = expand && stride === 1 && expand.shape[1] === project.shape[0] ? add('Add', [at, next]) : next
    if (i < FIRST_FEATURES) continue
    const average = (of: string): string => add('ReduceMean', [of], { axes: [2, 3], keepdims: 0 })
    const mean = average(at)
    const variance = add('Sub', [average(add('Mul', [at, at])), add('Mul', [mean, mean])])
    features.push(mean, add('Sqrt', [add('Relu', [variance])]))
  }
  const joined = add('Concat', features, { axis: 1 })
  parts.push(input('picture', TYPES.uint8, ['height', 'width', 3]))
  if (head === null) {
    parts.push(node('Identity', [joined], ['features']), output('features', TYPES.float, [1, 'n']))
    return onnxFile(parts)
  }
  const length = head.mean.length
  const components = head.projection.length / length
  const standard = add('Clip', [
    add('Div', [add('Sub', [joined, numbers([length], head.mean)]), numbers([length], head.scale)]),
    one(-CLIP),
    one(CLIP),
  ])
  const product = add('MatMul', [standard, numbers([length, 2], head.weights)])
  const logits = add('Add', [product, numbers([2], Float32Array.from(head.bias))])
  const place = add('Add', [add('MatMul', [standard, halves([length, components], head.projection)]), one(0.5)])
  parts.push(
    node('Sigmoid', [logits], ['drawn']),
    node('Clip', [place, zero, one(1)], ['signature']),
    output('drawn', TYPES.float, [1, 2]),
    output('signature', TYPES.float, [1, components]),
  )
  return onnxFile(parts)
}

function names(): (kind: string) => string {
  let count = 0
  return (kind) => `${kind}${count++}`
}
