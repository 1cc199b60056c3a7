import { ProcessEndedError } from '../kit/process-pool.ts'
import { unpackVectors, type Vector } from '../domain/vectors.ts'
import { KINDS, type KindVectors } from '../domain/zero-shot.ts'
import type { FilesJob } from './networks/embed.ts'
import type { PackId } from '../domain/pack-ids.ts'
import { type Pack, PACKS } from './packs.ts'

/** The installed networks. */
export interface Seeing {
  /** Returns the id under which the network's results are stored; null when it is not installed. */
  model(id: PackId): string | null
  /**
   * Returns the result to store for each file: empty when it does not decode; null when the process crashed on it, which is no result,
   * because another machine may have more memory. Throws when the network is not installed.
   */
  see(id: PackId, files: readonly string[], signal?: AbortSignal): Promise<readonly (Uint8Array | null)[]>
  /** Returns the vector of a text among pictures; null without the network for pictures. */
  meaningOf(text: string, signal?: AbortSignal): Promise<Vector | null>
  /** Returns the vectors with which pictures are compared to tell how they were made; null without the network for pictures. */
  kinds(): Promise<KindVectors | null>
}

type See = (job: FilesJob, signal?: AbortSignal) => Promise<readonly Uint8Array[]>

export interface SeeingPorts {
  readonly folderOf: (id: PackId) => string | null
  readonly commonFaceFile: string
  readonly embedImages: See
  readonly findFaces: (
    job: FilesJob & { readonly commonFile: string },
    signal?: AbortSignal,
  ) => Promise<readonly Uint8Array[]>
  readonly embedTexts: (
    job: { readonly tokens: readonly (readonly number[])[]; readonly folder: string },
    signal?: AbortSignal,
  ) => Promise<readonly Uint8Array[]>
  readonly clipTokens: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>
  readonly packs?: Readonly<Record<PackId, Pack>>
}

export function createSeeing(ports: SeeingPorts): Seeing {
  const { folderOf, embedImages, embedTexts, clipTokens, commonFaceFile, packs = PACKS } = ports
  const findFaces: See = (job, signal) => ports.findFaces({ ...job, commonFile: commonFaceFile }, signal)
  const by: Readonly<Record<PackId, See>> = { pictures: embedImages, faces: findFaces }
  /** Vectors of the network that was installed when they were requested. */
  let kinds: { readonly folder: string; readonly vectors: Promise<KindVectors> } | null = null

  const meanings = async (
    folder: string,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly Vector[]> => {
    const packed = await embedTexts({ tokens: await clipTokens(texts), folder }, signal)
    return packed.flatMap(unpackVectors)
  }

  async function kindVectors(folder: string): Promise<KindVectors> {
    const [photographed, drawn, neither] = await Promise.all([
      meanings(folder, KINDS.photographed),
      meanings(folder, KINDS.drawn),
      meanings(folder, KINDS.neither),
    ])
    return { photographed, drawn, neither }
  }

  /** Processes files one by one, so that a picture that crashes the process affects no other. */
  async function oneByOne(
    see: See,
    files: readonly string[],
    folder: string,
    signal?: AbortSignal,
  ): Promise<readonly (Uint8Array | null)[]> {
    const results: (Uint8Array | null)[] = []
    for (const file of files) {
      try {
        const [found = null] = await see({ files: [file], folder }, signal)
        results.push(found)
      } catch (error) {
        if (!(error instanceof ProcessEndedError)) throw error
        results.push(null)
      }
    }
    return results
  }

  return {
    model: (id) => (folderOf(id) === null ? null : packs[id].model),
    async see(id, files, signal) {
      const folder = folderOf(id)
      if (folder === null) throw new Error(`${packs[id].title} is not installed.`)
      try {
        return await by[id]({ files, folder }, signal)
      } catch (error) {
        if (!(error instanceof ProcessEndedError)) throw error
        return oneByOne(by[id], files, folder, signal)
      }
    },
    async meaningOf(text, signal) {
      const folder = folderOf('pictures')
      return folder === null ? null : ((await meanings(folder, [text], signal))[0] ?? null)
    },
    async kinds() {
      const folder = folderOf('pictures')
      if (folder === null) return null
      if (kinds?.folder !== folder) kinds = { folder, vectors: kindVectors(folder) }
      const { vectors } = kinds
      vectors.catch(() => (kinds = null))
      return vectors
    },
  }
}
