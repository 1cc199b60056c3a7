import { constant, node, type Values } from '../../src/main/kit/onnx-file.ts'

/** Creates the parts of a network's file, with functions that add to them and return the name of what they added. */
export function graph() {
  const parts: Buffer[] = []
  const fresh = (kind: string): string => `${kind}${parts.length}`
  const add = (
    operator: string,
    inputs: readonly string[],
    attributes = {},
    domain: Parameters<typeof node>[4] = '',
  ) => {
    const result = fresh(operator)
    parts.push(node(operator, inputs, [result], attributes, domain))
    return result
  }
  const values = (dims: readonly number[], of: Values): string => {
    const name = fresh('c')
    parts.push(constant(name, dims, of))
    return name
  }
  const one = (value: number): string => values([], Float32Array.of(value))
  return { parts, add, values, one }
}

/** Stride of each block of the network. */
export const STRIDES = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1]

export const attributesOf = (side: number, stride: number, group: number) => ({
  kernel_shape: [side, side],
  strides: [stride, stride],
  // TensorFlow's "same" padding for even sides.
  pads: side === 1 ? [0, 0, 0, 0] : stride === 2 ? [0, 0, 1, 1] : [1, 1, 1, 1],
  group,
})
