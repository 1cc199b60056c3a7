import type { PerStyle } from '../../domain/style.ts'

/** What an actor has to start from. */
export interface LocalMaterial {
  readonly hasBase: boolean
  readonly baseIsPhotograph: boolean
  /** Good photographs among the actor's images. */
  readonly photographs: number
}

const NOTHING = 'This actor has no base image.'
const NO_PHOTOGRAPH = 'A photograph cannot be derived from a drawing: choose Replicate as the generator.'

/** Which styles the local generator can make of the material: null where it can, else the sentence that says why not. */
export function localCapability({ hasBase, baseIsPhotograph, photographs }: LocalMaterial): PerStyle<string | null> {
  const anything = hasBase || photographs > 0
  const photograph = photographs > 0 || (hasBase && baseIsPhotograph)
  const drawn = anything ? null : NOTHING
  return {
    photorealistic: photograph ? null : anything ? NO_PHOTOGRAPH : NOTHING,
    bw_stylized: drawn,
    color_stylized: drawn,
  }
}
