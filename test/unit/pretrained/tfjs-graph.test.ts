import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { onnxFromTfjs } from '../../../src/main/pretrained/files/tfjs-graph.ts'
import { graphModel } from '../../support/tiny-models.ts'

const text = (value: string): string => Buffer.from(value).toString('base64')
const SAME = { padding: { s: text('SAME') }, strides: { list: { i: ['1', '2', '2', '1'] } } }

async function run(file: Buffer, side: number, channels: number, values: readonly number[]) {
  const session = await InferenceSession.create(file)
  const picture = new Tensor('float32', Float32Array.from(values), [1, side, side, channels])
  const { result } = await session.run({ picture })
  return Array.from(result?.data as Float32Array)
}

test('convolutions, pools, pads and sums mean the same as in TensorFlow', async () => {
  const { json, bin } = graphModel(
    [
      { name: 'input', op: 'Placeholder' },
      {
        name: 'conv',
        op: '_FusedConv2D',
        input: ['input', 'kernel', 'bias'],
        attr: { ...SAME, fused_ops: { list: { s: [text('BiasAdd'), text('Relu')] } } },
      },
      {
        name: 'depth',
        op: 'DepthwiseConv2dNative',
        input: ['conv', 'each'],
        attr: { ...SAME, strides: { list: { i: [1, 1, 1, 1] } } },
      },
      { name: 'pad', op: 'Pad', input: ['depth', 'pads'] },
      {
        name: 'pool',
        op: 'MaxPool',
        input: ['pad'],
        attr: { ...SAME, padding: { s: text('VALID') }, ksize: { list: { i: ['1', '2', '2', '1'] } } },
      },
      { name: 'sum', op: 'AddV2', input: ['pool', 'ten'] },
    ],
    [
      // 1 × 1, one input channel, two output channels.
      { name: 'kernel', shape: [1, 1, 1, 2], values: [1, -1] },
      { name: 'bias', shape: [2], values: [0, 5] },
      // 1 × 1 for each of two channels.
      { name: 'each', shape: [1, 1, 2, 1], values: [2, 3] },
      { name: 'pads', shape: [4, 2], values: [0, 0, 0, 0, 0, 0, 0, 1], dtype: 'int32' },
      { name: 'ten', shape: [1], values: [10] },
    ],
  )
  const file = onnxFromTfjs(json, bin, { input: [4, 4, 1], outputs: { result: 'sum' } })
  // Every second pixel of every second row, which are 0, 2, 8 and 10: twice their maximum, 5 minus three times their minimum, and a channel
  // of zeros.
  expect(
    await run(
      file,
      4,
      1,
      Array.from({ length: 16 }, (_, i) => i),
    ),
  ).toEqual([30, 25, 10])
})

test('what is not known is refused by its name', () => {
  const { json, bin } = graphModel(
    [
      { name: 'input', op: 'Placeholder' },
      { name: 'odd', op: 'Erf', input: ['input'] },
    ],
    [],
  )
  expect(() => onnxFromTfjs(json, bin, { input: [1, 1, 1], outputs: { result: 'odd' } })).toThrow('Erf')
  expect(() => onnxFromTfjs({}, bin, { input: [1, 1, 1], outputs: {} })).toThrow()
  const short = graphModel([], [{ name: 'w', shape: [4], values: [1] }])
  expect(() => onnxFromTfjs(short.json, short.bin, { input: [1, 1, 1], outputs: {} })).toThrow('fewer weights')
})
