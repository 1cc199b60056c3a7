import { clipTokens } from '../../../src/main/captioning/count-tokens.ts'
import { unpackVectors, type Vector } from '../../../src/main/domain/vectors.ts'
import { KINDS, type KindVectors } from '../../../src/main/domain/zero-shot.ts'
import { createEmbedImages, createEmbedTexts } from '../../../src/main/pretrained/networks/embed.ts'
import { createNetworks } from '../../../src/main/pretrained/networks/sessions.ts'

export interface PretrainedEye {
  readonly kinds: KindVectors | null
  /** Returns a vector for each picture; undefined when it does not decode. */
  readonly see: (files: readonly string[]) => Promise<readonly (Vector | undefined)[]>
}

export const BLIND: PretrainedEye = { kinds: null, see: async () => [] }

/** Loads the picture network of an installed pack in this thread. */
export async function eyeOf(folder: string): Promise<PretrainedEye> {
  const networks = createNetworks()
  const [embedImages, embedTexts] = [createEmbedImages(networks), createEmbedTexts(networks)]
  const meanings = async (texts: readonly string[]) =>
    (await embedTexts({ tokens: clipTokens(texts), folder })).flatMap(unpackVectors)
  return {
    kinds: {
      photographed: await meanings(KINDS.photographed),
      drawn: await meanings(KINDS.drawn),
      neither: await meanings(KINDS.neither),
    },
    see: async (files) => (await embedImages({ files, folder })).map((packed) => unpackVectors(packed)[0]),
  }
}
