import { z } from 'zod'
import { constant, input, node, onnxFile, output, TYPES } from '../../kit/onnx-file.ts'

/** Whole numbers may be strings. */
const Int = z.union([z.string(), z.number()]).transform(Number)

const Attribute = z.object({
  s: z.string().optional(),
  b: z.boolean().optional(),
  list: z.object({ i: z.array(Int).optional(), s: z.array(z.string()).optional() }).optional(),
})

const Node = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), Attribute).default({}),
})
type Node = z.infer<typeof Node>

/** A graph model of TensorFlow.js, reduced to the fields that are read. */
const GraphModel = z.object({
  modelTopology: z.object({ node: z.array(Node) }),
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.number().int().positive()),
          dtype: z.enum(['float32', 'int32']),
          quantization: z.object({ dtype: z.literal('float16') }).optional(),
        }),
      ),
    }),
  ),
})

interface Weight {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export interface Wanted {
  /** Height, width and channels of its one input, which is named `picture` in the ONNX file. */
  readonly input: readonly [number, number, number]
  /** Nodes of the graph by their names in the ONNX file. */
  readonly outputs: Readonly<Record<string, string>>
}

/**
 * Converts a graph model of TensorFlow.js to an ONNX file with the same weights, so that one runtime runs all networks. Supports the
 * operators of small convolutional networks and throws for others. The layout stays as in TensorFlow (height, width, channels).
 */
export function onnxFromTfjs(model: unknown, weights: Buffer, wanted: Wanted): Buffer {
  const { modelTopology, weightsManifest } = GraphModel.parse(model)
  const known = readWeights(weightsManifest, weights)
  const nodes = new Map(modelTopology.node.map((one) => [one.name, one]))
  const parts: Buffer[] = [input('picture', TYPES.float, [1, ...wanted.input])]
  const write = createWriter(parts, known)
  const done = new Map<string, string>()

  function valueOf(reference: string): string {
    const name = reference.replace(/^\^|:\d+$/g, '')
    const found = done.get(name)
    if (found !== undefined) return found
    const one = nodes.get(name)
    if (!one) throw new Error(`The network has no ${name}.`)
    const value =
      one.op === 'Placeholder' ? 'picture' : one.op === 'Const' ? write.weight(name) : write.node(one, valueOf)
    done.set(name, value)
    return value
  }

  for (const [name, of] of Object.entries(wanted.outputs))
    parts.push(node('Identity', [valueOf(of)], [name]), output(name, TYPES.float, null))
  return onnxFile(parts)
}

function readWeights(manifest: z.infer<typeof GraphModel>['weightsManifest'], content: Buffer): Map<string, Weight> {
  const found = new Map<string, Weight>()
  let at = 0
  for (const { name, shape, dtype, quantization } of manifest.flatMap(({ weights }) => weights)) {
    const count = shape.reduce((product, side) => product * side, 1)
    const bytes = quantization ? 2 : 4
    if (at + count * bytes > content.length) throw new Error('The network has fewer weights than it names.')
    const own = Uint8Array.from(content.subarray(at, at + count * bytes)).buffer
    const numbers = quantization
      ? new Float16Array(own)
      : dtype === 'int32'
        ? new Int32Array(own)
        : new Float32Array(own)
    found.set(name, { shape, values: Float32Array.from(numbers) })
    at += count * bytes
  }
  return found
}

const WITH_TWO: Readonly<Record<string, string>> = {
  Add: 'Add',
  AddV2: 'Add',
  Mul: 'Mul',
  Minimum: 'Min',
  Maximum: 'Max',
}
const WITH_ONE: Readonly<Record<string, string>> = { Relu: 'Relu', Sigmoid: 'Sigmoid', Identity: 'Identity' }
const ACTIVATIONS = new Set(['Relu', 'Sigmoid'])

const decoded = (base64 = ''): string => Buffer.from(base64, 'base64').toString()
const padding = ({ attr }: Node): string => (decoded(attr['padding']?.s) === 'SAME' ? 'SAME_UPPER' : 'VALID')
const middle = (sides: readonly number[] = [1, 1, 1, 1]): readonly number[] => sides.slice(1, 3)

function createWriter(parts: Buffer[], known: ReadonlyMap<string, Weight>) {
  let count = 0
  const fresh = (): string => `v${count++}`
  const add = (operator: string, inputs: readonly string[], attributes: Parameters<typeof node>[3] = {}): string => {
    const result = fresh()
    parts.push(node(operator, inputs, [result], attributes))
    return result
  }
  const numbers = (shape: readonly number[], values: Float32Array | BigInt64Array): string => {
    const name = fresh()
    parts.push(constant(name, shape, values))
    return name
  }
  const given = (reference = ''): Weight => {
    const found = known.get(reference.replace(/:\d+$/, ''))
    if (!found) throw new Error(`The network computes ${reference}, which is taken for a constant.`)
    return found
  }
  const whole = (values: Float32Array): string =>
    numbers(
      [values.length],
      BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
    )
  const inPlanes = (from: string, work: (planes: string) => string): string =>
    add('Transpose', [work(add('Transpose', [from], { perm: [0, 3, 1, 2] }))], { perm: [0, 2, 3, 1] })

  function convolution(one: Node, valueOf: (name: string) => string): string {
    const depthwise = one.op.startsWith('Depthwise')
    const { shape, values } = given(one.input[1])
    const kernel = depthwise ? perChannel(shape, values) : outputsFirst(shape, values)
    const biased = fused(one).includes('BiasAdd')
    const inputs = [numbers(kernel.shape, kernel.values), ...(biased ? [valueOf(one.input[2] ?? '')] : [])]
    return inPlanes(valueOf(one.input[0] ?? ''), (planes) =>
      add('Conv', [planes, ...inputs], {
        auto_pad: padding(one),
        strides: middle(one.attr['strides']?.list?.i),
        kernel_shape: kernel.shape.slice(2),
        group: depthwise ? (shape[2] ?? 1) : 1,
      }),
    )
  }

  function write(one: Node, valueOf: (name: string) => string): string {
    const inputs = one.input.map((name) => () => valueOf(name))
    const from = (at: number): string => inputs[at]?.() ?? ''
    const two = WITH_TWO[one.op]
    if (two !== undefined) return add(two, [from(0), from(1)])
    const single = WITH_ONE[one.op]
    if (single !== undefined) return add(single, [from(0)])
    switch (one.op) {
      case 'Conv2D':
      case '_FusedConv2D':
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return activated(one, convolution(one, valueOf))
      case 'MaxPool':
        return inPlanes(from(0), (planes) =>
          add('MaxPool', [planes], {
            auto_pad: padding(one),
            kernel_shape: middle(one.attr['ksize']?.list?.i),
            strides: middle(one.attr['strides']?.list?.i),
          }),
        )
      case 'Pad': {
        const { values } = given(one.input[1])
        const side = (odd: number): Float32Array => values.filter((_, at) => at % 2 === odd)
        return add('Pad', [from(0), whole(Float32Array.of(...side(0), ...side(1)))])
      }
      case 'Reshape':
        return add('Reshape', [from(0), whole(given(one.input[1]).values)])
      case 'Mean':
        return add('ReduceMean', [from(0)], {
          axes: Array.from(given(one.input[1]).values),
          keepdims: one.attr['keep_dims']?.b === true ? 1 : 0,
        })
      default:
        throw new Error(`The network has an operator that is not known here: ${one.op}.`)
    }
  }

  function activated(one: Node, value: string): string {
    return fused(one).reduce((from, name) => {
      if (name === 'BiasAdd') return from
      if (ACTIVATIONS.has(name)) return add(name, [from])
      throw new Error(`The network has an activation that is not known here: ${name}.`)
    }, value)
  }

  return {
    node: write,
    weight(name: string): string {
      const { shape, values } = given(name)
      return numbers(shape, values)
    },
  }
}

const fused = (one: Node): readonly string[] => (one.attr['fused_ops']?.list?.s ?? []).map(decoded)

/** Reorders height × width × inputs × outputs to outputs × inputs × height × width. */
function outputsFirst(
  [height = 1, width = 1, incoming = 1, outgoing = 1]: readonly number[],
  from: Float32Array,
): Weight {
  const values = new Float32Array(from.length)
  const area = height * width
  for (let at = 0; at < area; at++)
    for (let i = 0; i < incoming; i++)
      for (let o = 0; o < outgoing; o++)
        values[(o * incoming + i) * area + at] = from[(at * incoming + i) * outgoing + o]!
  return { shape: [outgoing, incoming, height, width], values }
}

/** Reorders height × width × channels × multiplier to one kernel per channel. */
function perChannel([height = 1, width = 1, channels = 1, times = 1]: readonly number[], from: Float32Array): Weight {
  const values = new Float32Array(from.length)
  const area = height * width
  for (let at = 0; at < area; at++)
    for (let c = 0; c < channels * times; c++) values[c * area + at] = from[at * channels * times + c]!
  return { shape: [channels * times, 1, height, width], values }
}
