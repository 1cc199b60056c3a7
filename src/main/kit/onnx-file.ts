/** Writes ONNX files: the few message types of onnx.proto3 that a feed-forward network needs, opset 13 and the runtime's own operators. */

type Attribute = number | string | readonly number[]

const FLOAT = 1
const UINT8 = 2
const INT8 = 3
const INT32 = 6
const INT64 = 7
const FLOAT16 = 10

export const TYPES = { float: FLOAT, uint8: UINT8, int64: INT64 } as const

/** Domain of the operators that ONNX Runtime adds. */
export const RUNTIME = 'com.microsoft'

/** Writes a node from named inputs to named outputs. Number attributes are integers, list attributes are lists of integers. */
export const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
  domain: '' | typeof RUNTIME = '',
): Buffer =>
  message(1, [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attribute(value)])),
    text(7, domain),
  ])

/** Writes an attribute's value, and its type in field 20. */
function attribute(value: Attribute): readonly Buffer[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, 2)]
  if (typeof value === 'string') return [text(4, value), integer(20, 3)]
  return [...value.map((item) => integer(8, item)), integer(20, 7)]
}

export type Values = Float32Array | Float16Array | BigInt64Array | Int32Array | Int8Array | Uint8Array

/** Writes a constant; half precision takes half the space and is converted by a `Cast`. */
export function constant(name: string, dims: readonly number[], values: Values): Buffer {
  return message(5, [
    ...dims.map((dim) => integer(1, dim)),
    integer(2, typeOf(values)),
    text(8, name),
    bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ])
}

function typeOf(values: Values): number {
  if (values instanceof Float32Array) return FLOAT
  if (values instanceof BigInt64Array) return INT64
  if (values instanceof Int32Array) return INT32
  if (values instanceof Int8Array) return INT8
  return values instanceof Uint8Array ? UINT8 : FLOAT16
}

/** Null when the shape is not declared. */
type Dims = readonly (number | string)[] | null

export const input = (name: string, type: number, dims: Dims): Buffer => value(11, name, type, dims)

export const output = (name: string, type: number, dims: Dims): Buffer => value(12, name, type, dims)

/** Writes a complete file from the results of the functions above. */
export const onnxFile = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat([
    integer(1, 8),
    message(7, [...parts, text(2, 'graph')]),
    message(8, [text(1, ''), integer(2, 13)]),
    message(8, [text(1, RUNTIME), integer(2, 1)]),
  ])

const value = (field: number, name: string, type: number, dims: Dims): Buffer =>
  message(field, [
    text(1, name),
    message(2, [
      message(1, [
        integer(1, type),
        ...(dims === null
          ? []
          : [
              message(
                2,
                dims.map((dim) => message(1, [typeof dim === 'string' ? text(2, dim) : integer(1, dim)])),
              ),
            ]),
      ]),
    ]),
  ])

function varint(value: number): Buffer {
  const out: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...out, rest])
    out.push((rest % 128) | 128)
  }
}

const integer = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)])
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content))
const message = (field: number, parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts))
