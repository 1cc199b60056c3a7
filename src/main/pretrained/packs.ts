import type { PackId } from '../domain/pack-ids.ts'

export interface PackFile {
  readonly name: string
  readonly url: string
  readonly bytes: number
  /** SHA-256 of the published file: wherever it is downloaded from, no other is accepted. */
  readonly sha256: string
}

export interface Pack {
  readonly id: PackId
  /** Id under which its results are stored: other weights, or other preprocessing, count as another model. */
  readonly model: string
  readonly title: string
  readonly licence: string
  /** Page that describes it. */
  readonly source: string
  readonly files: readonly PackFile[]
}

const CLIP = 'https://huggingface.co/Xenova/clip-vit-base-patch32/resolve/d15189d7028b43f1d3e65039190477f6af591c2a/onnx'

export const IMAGE_NETWORK = 'vision_model_quantized.onnx'
export const TEXT_NETWORK = 'text_model_quantized.onnx'
export const FACE_ARCHIVE = 'human-3.3.6.tgz'

export const PACKS: Readonly<Record<PackId, Pack>> = {
  pictures: {
    id: 'pictures',
    model: 'clip-vit-b32-q8@1',
    title: 'CLIP ViT-B/32, 8 bit',
    licence: 'MIT',
    source: 'https://huggingface.co/Xenova/clip-vit-base-patch32',
    files: [
      {
        name: IMAGE_NETWORK,
        url: `${CLIP}/${IMAGE_NETWORK}`,
        bytes: 89_117_001,
        sha256: '583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299',
      },
      {
        name: TEXT_NETWORK,
        url: `${CLIP}/${TEXT_NETWORK}`,
        bytes: 64_504_507,
        sha256: '73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a',
      },
    ],
  },
  faces: {
    id: 'faces',
    model: 'faceres@1',
    title: 'BlazeFace and FaceRes, from @vladmandic/human 3.3.6',
    // Both are published for any use. FaceRes was trained on VGGFace2, whose pictures are for research, so it is downloaded instead of
    // shipped.
    licence: 'MIT package; BlazeFace and FaceRes Apache 2.0; FaceRes was trained on VGGFace2, a research data set',
    source: 'https://github.com/vladmandic/human',
    files: [
      {
        name: FACE_ARCHIVE,
        url: `https://registry.npmjs.org/@vladmandic/human/-/${FACE_ARCHIVE}`,
        bytes: 28_615_417,
        sha256: '425e9c51dbbca0c8934362b170cb0d54c2529c11c654b3c03092b16e9d6ad3f7',
      },
    ],
  },
}

export const packBytes = ({ files }: Pack): number => files.reduce((sum, { bytes }) => sum + bytes, 0)
