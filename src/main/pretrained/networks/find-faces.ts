import { join } from 'node:path'
import sharp from 'sharp'
import { FACE_DETECTOR, FACE_NETWORK, FACE_SIDE } from '../files/unpack-faces.ts'
import { DETECTOR_SIDE, type Face, facesOf } from './detect-faces.ts'
import type { FilesJob } from './embed.ts'
import { pictureOf } from './picture.ts'
import { cutSquare, type Rgb } from './sample.ts'
import type { Network, Networks } from './sessions.ts'
import { off, packVectors, unit } from './vectors.ts'
import { readFile } from 'node:fs/promises'

/** Longest side in px of the copy in which faces are detected and cropped. */
const MOST_SIDE = 1024

/** Smallest face in px of that copy; a smaller one is not recognisable. */
const LEAST_FACE = 20

/** Enlargement and upward shift of the detector's box, as shares of its side: the best of six tried with `npm run measure:identity`. */
const AROUND = 1.4
const UP = 0.1

/** Mean of blue, green and red in FaceRes's training (Keras' "caffe" preparation). */
const MEAN = [103.939, 116.779, 123.68]

interface FacesJob extends FilesJob {
  /**
   * File of the component that all faces share, 1024 numbers in half precision (`npm run measure:identity`). It is subtracted, because
   * different people are then distinguished better.
   */
  readonly commonFile: string
}

/** Creates a function that returns the face vectors of each picture, packed, the most certain first; empty where there is no face. */
export const createFindFaces =
  (networks: Networks) =>
  async ({ files, folder, commonFile }: FacesJob): Promise<readonly Uint8Array[]> => {
    const detector = await networks(join(folder, FACE_DETECTOR))
    const describer = await networks(join(folder, FACE_NETWORK))
    const common = new Float16Array(Uint8Array.from(await readFile(commonFile)).buffer)
    const results: Uint8Array[] = []
    for (const file of files) {
      const picture = await pictureOf(file, (image) =>
        image.resize(MOST_SIDE, MOST_SIDE, { fit: 'inside', withoutEnlargement: true }),
      )
      const vectors = picture ? await describeAll(detector, describer, picture) : []
      results.push(packVectors(vectors.map((vector) => off(vector, common))))
    }
    return results
  }

/** Creates a function that detects faces with the network in a folder; faces too small to be recognisable are left out. */
export const createLookForFaces =
  (networks: Networks) =>
  async (folder: string, picture: Rgb): Promise<readonly Face[]> =>
    detect(await networks(join(folder, FACE_DETECTOR)), picture)

async function describeAll(detector: Network, describer: Network, picture: Rgb): Promise<readonly Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const face of await detect(detector, picture)) vectors.push(await describe(describer, picture, face))
  return vectors
}

async function detect(network: Network, picture: Rgb): Promise<readonly Face[]> {
  const { width, height, data } = picture
  const square = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(DETECTOR_SIDE, DETECTOR_SIDE, { fit: 'contain', background: 'black' })
    .raw()
    .toBuffer()
  const values = Float32Array.from(square, (value) => value / 127.5 - 1)
  const found = await network.run({ picture: { values, dims: [1, DETECTOR_SIDE, DETECTOR_SIDE, 3] } })
  const of = (name: string): Float32Array => found[name] ?? new Float32Array()
  const scale = Math.max(width, height) / DETECTOR_SIDE
  return facesOf({
    fineScores: of('fineScores'),
    fineBoxes: of('fineBoxes'),
    coarseScores: of('coarseScores'),
    coarseBoxes: of('coarseBoxes'),
  })
    .map((face) => ({
      ...face,
      x: (face.x - DETECTOR_SIDE / 2) * scale + width / 2,
      y: (face.y - DETECTOR_SIDE / 2) * scale + height / 2,
      side: face.side * scale,
    }))
    .filter(({ side }) => side >= LEAST_FACE)
}

async function describe(network: Network, picture: Rgb, { x, y, side, tilt }: Face): Promise<Float32Array> {
  const rgb = cutSquare(picture, { x, y: y - UP * side, side: side * AROUND, tilt }, FACE_SIDE)
  const values = rgb.map((_, at) => rgb[at - (at % 3) + 2 - (at % 3)]! - MEAN[at % 3]!)
  const found = await network.run({ picture: { values, dims: [1, FACE_SIDE, FACE_SIDE, 3] } })
  return unit(found['features'] ?? new Float32Array())
}
