import { join } from 'node:path'
import { IMAGE_NETWORK, TEXT_NETWORK } from '../packs.ts'
import { pictureOf } from './picture.ts'
import type { Networks } from './sessions.ts'
import { packVectors, unit } from './vectors.ts'

/** Parameters of CLIP's training: side of its pictures, mean and deviation of red, green and blue. */
const SIDE = 224
const MEAN = [0.48145466, 0.4578275, 0.40821073]
const DEVIATION = [0.26862954, 0.26130258, 0.27577711]

/** Tokens per text, and the two that enclose it; the second also pads. */
const LENGTH = 77
const START = 49_406
const END = 49_407

export interface FilesJob {
  readonly files: readonly string[]
  /** Folder of the installed pack. */
  readonly folder: string
}

/** Creates a function that embeds pictures as packed vectors; empty for one that does not decode. */
export const createEmbedImages =
  (networks: Networks) =>
  async ({ files, folder }: FilesJob): Promise<readonly Uint8Array[]> => {
    const network = await networks(join(folder, IMAGE_NETWORK))
    const results: Uint8Array[] = []
    for (const file of files) {
      const picture = await pictureOf(file, (image) => image.resize(SIDE, SIDE, { fit: 'cover', kernel: 'cubic' }))
      const input = picture && { values: planes(picture.data), dims: [1, 3, SIDE, SIDE] }
      const found = input && (await network.run({ pixel_values: input }))['image_embeds']
      results.push(packVectors(found ? [unit(found)] : []))
    }
    return results
  }

function planes(rgb: Uint8Array): Float32Array {
  const values = new Float32Array(rgb.length)
  const area = rgb.length / 3
  for (let c = 0; c < 3; c++)
    for (let at = 0; at < area; at++) values[c * area + at] = (rgb[at * 3 + c]! / 255 - MEAN[c]!) / DEVIATION[c]!
  return values
}

/** Creates a function that embeds texts in the same space as pictures. `tokens`: those of each text, without start and end. */
export const createEmbedTexts =
  (networks: Networks) =>
  async ({
    tokens,
    folder,
  }: {
    readonly tokens: readonly (readonly number[])[]
    readonly folder: string
  }): Promise<readonly Uint8Array[]> => {
    const network = await networks(join(folder, TEXT_NETWORK))
    const results: Uint8Array[] = []
    for (const some of tokens) {
      const text = [START, ...some.slice(0, LENGTH - 2), END]
      const ids = BigInt64Array.from({ length: LENGTH }, (_, at) => BigInt(text[at] ?? END))
      const mask = BigInt64Array.from({ length: LENGTH }, (_, at) => (at < text.length ? 1n : 0n))
      const dims = [1, LENGTH]
      const found = await network.run({
        input_ids: { values: ids, dims },
        ...(network.inputs.includes('attention_mask') && { attention_mask: { values: mask, dims } }),
      })
      results.push(packVectors(found['text_embeds'] ? [unit(found['text_embeds'])] : []))
    }
    return results
  }
