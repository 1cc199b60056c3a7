import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { clipTokens } from '../../src/main/captioning/count-tokens.ts'
import { constant, input, node, onnxFile, output, TYPES } from '../../src/main/kit/onnx-file.ts'
import { FACE_ARCHIVE, IMAGE_NETWORK, type Pack, TEXT_NETWORK } from '../../src/main/pretrained/packs.ts'
import type { PackId } from '../../src/main/domain/pack-ids.ts'

const VOCABULARY = 49_408

/** Builds a network that describes a picture by its mean red, green and blue. */
const imageNetwork = (): Buffer =>
  onnxFile([
    input('pixel_values', TYPES.float, [1, 3, 224, 224]),
    node('ReduceMean', ['pixel_values'], ['image_embeds'], { axes: [2, 3], keepdims: 0 }),
    output('image_embeds', TYPES.float, [1, 3]),
  ])

/** Builds a network that knows three words: red, green and blue. */
function textNetwork(): Buffer {
  const words = new Float16Array(VOCABULARY * 3)
  for (const [at, [token]] of clipTokens(['red', 'green', 'blue']).entries())
    if (token !== undefined) words[token * 3 + at] = 1
  return onnxFile([
    constant('words', [VOCABULARY, 3], words),
    input('input_ids', TYPES.int64, [1, 77]),
    node('Gather', ['words', 'input_ids'], ['found'], { axis: 0 }),
    node('Cast', ['found'], ['numbers'], { to: TYPES.float }),
    node('ReduceMean', ['numbers'], ['text_embeds'], { axes: [1], keepdims: 0 }),
    output('text_embeds', TYPES.float, [1, 3]),
  ])
}

interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: readonly number[]
  readonly dtype?: 'float32' | 'int32'
}

interface GraphNode {
  readonly name: string
  readonly op: string
  readonly input?: readonly string[]
  readonly attr?: object
}

/** Builds a graph model as TensorFlow.js writes it. */
export function graphModel(nodes: readonly GraphNode[], weights: readonly Weight[]) {
  const numbers = weights.map(({ values, dtype }) =>
    dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values),
  )
  return {
    json: {
      modelTopology: { node: [...weights.map(({ name }) => ({ name, op: 'Const' })), ...nodes] },
      weightsManifest: [{ weights: weights.map(({ name, shape, dtype = 'float32' }) => ({ name, shape, dtype })) }],
    },
    bin: Buffer.concat(numbers.map(({ buffer }) => Buffer.from(buffer))),
  }
}

const ANCHORS = { fine: 512, coarse: 384 } as const
const layer = (name: string): string => `StatefulPartitionedCall/functional_1/tf_op_layer_${name}/${name}`

/** Builds a detector that finds one face in the middle of every picture. */
function detector() {
  const numbers = { classificators: 1, regressors: 16 }
  // Index of the anchor in the middle of the coarse cells.
  const middle = (4 * 8 + 4) * 6
  const box = [-16, -16, 128, 128, -30, -10, 30, -10, 0, 0, 0, 0, 0, 0, 0, 0]
  const outputs = (['fine', 'coarse'] as const).flatMap((kind, at) =>
    (['classificators', 'regressors'] as const).map((name) => {
      const each = numbers[name]
      const values = Array.from<number>({ length: ANCHORS[kind] * each }).fill(each === 1 ? -20 : 0)
      if (kind === 'coarse') for (let i = 0; i < each; i++) values[middle * each + i] = each === 1 ? 20 : (box[i] ?? 0)
      return { name: `${name}_${at + 1}`, shape: [1, ANCHORS[kind], each], values }
    }),
  )
  return graphModel(
    [
      { name: 'input', op: 'Placeholder' },
      { name: 'mean', op: 'Mean', input: ['input', 'axes'], attr: { keep_dims: { b: true } } },
      { name: 'flat', op: 'Reshape', input: ['mean', 'shape'] },
      { name: 'nothing', op: 'Mul', input: ['flat', 'zero'] },
      ...outputs.map(({ name }) => ({ name: layer(name), op: 'AddV2', input: [`values ${name}`, 'nothing'] })),
    ],
    [
      { name: 'axes', shape: [3], values: [1, 2, 3], dtype: 'int32' },
      { name: 'shape', shape: [3], values: [1, 1, 1], dtype: 'int32' },
      { name: 'zero', shape: [1], values: [0] },
      ...outputs.map(({ name, shape, values }) => ({ name: `values ${name}`, shape, values })),
    ],
  )
}

/** Builds a network that describes a face by its mean colour. */
const describer = () =>
  graphModel(
    [
      { name: 'input_1', op: 'Placeholder' },
      { name: 'global_pooling/Mean', op: 'Mean', input: ['input_1', 'axes'], attr: { keep_dims: { b: false } } },
    ],
    [{ name: 'axes', shape: [2], values: [1, 2], dtype: 'int32' }],
  )

function tar(files: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write(content.length.toString(8).padStart(11, '0'), 124)
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

export function tinyFiles(): ReadonlyMap<string, Buffer> {
  const [found, described] = [detector(), describer()]
  const archive = tar({
    'package/models/blazeface.json': Buffer.from(JSON.stringify(found.json)),
    'package/models/blazeface.bin': found.bin,
    'package/models/faceres.json': Buffer.from(JSON.stringify(described.json)),
    'package/models/faceres.bin': described.bin,
  })
  return new Map([
    [IMAGE_NETWORK, imageNetwork()],
    [TEXT_NETWORK, textNetwork()],
    [FACE_ARCHIVE, gzipSync(archive)],
  ])
}

const NAMES: Readonly<Record<PackId, readonly string[]>> = {
  pictures: [IMAGE_NETWORK, TEXT_NETWORK],
  faces: [FACE_ARCHIVE],
}

/** Returns the packs as if these files were the published ones. */
export function tinyPacks(files: ReadonlyMap<string, Buffer>, url: string): Readonly<Record<PackId, Pack>> {
  const pack = (id: PackId): Pack => ({
    id,
    model: `tiny-${id}@1`,
    title: `Tiny ${id}`,
    licence: 'none',
    source: url,
    files: NAMES[id].map((name) => {
      const content = files.get(name) ?? Buffer.alloc(0)
      return {
        name,
        url: `${url}/${name}`,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      }
    }),
  })
  return { pictures: pack('pictures'), faces: pack('faces') }
}

/** Starts a server of files with support for ranges. It ends answers after `cutAfter` bytes until that is null. */
export async function startFileServer(files: ReadonlyMap<string, Buffer>) {
  const asked: { readonly path: string; readonly range: string | null }[] = []
  const state = { cutAfter: null as number | null, ranges: true }
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const range = request.headers.range ?? null
    asked.push({ path, range })
    const content = files.get(path.slice(path.lastIndexOf('/') + 1))
    if (!content) return void response.writeHead(404).end()
    const from = range !== null && state.ranges ? Number(/bytes=(\d+)-/.exec(range)?.[1] ?? 0) : 0
    const rest = content.subarray(from)
    const sent = state.cutAfter === null ? rest : rest.subarray(0, state.cutAfter)
    // A truncated answer has no Content-Length and ends normally, because resetting the connection would drop bytes not yet read.
    response.writeHead(from > 0 ? 206 : 200, sent === rest ? { 'content-length': rest.length } : {}).end(sent)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    asked,
    state,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
