import { judge, type JudgedImage } from '../domain/judge.ts'
import type { Taught } from '../domain/learned-style.ts'
import { isUnreadable, type Measured } from '../domain/measures.ts'
import type { Style } from '../domain/style.ts'
import { readVectors, type Vector } from '../domain/vectors.ts'
import type { KindVectors } from '../domain/zero-shot.ts'
import { batchesOf } from '../kit/batches-of.ts'
import { fromShared, type SharedText } from '../kit/shared-text.ts'

/** An image to be judged, as the catalog stores it. */
export interface StoredImage {
  readonly id: number
  readonly filename: string
  readonly sha256: string
  readonly preferred: boolean
  readonly dropped: boolean
  readonly measured: Measured
  /** Its style as decided by a source that overrides the evaluator. */
  readonly said: Style | null
  /** Vectors of the pretrained networks: hex of packed vectors. */
  readonly shows: string | null
  readonly faces: string | null
}

/** An image whose style a person decided, as the catalog stores it. */
interface TaughtImage {
  readonly style: Style
  readonly own: boolean
  readonly measured: Measured
  readonly shows: string | null
}

/** The images of one actor, a few hundred per text, and the context for judging them: see `Beside`. */
export interface ManyImages {
  readonly texts: readonly SharedText[]
  readonly base: Measured | null
  /** Each one `TaughtImage` as JSON, the latest first. */
  readonly taught: readonly string[]
  readonly kinds: KindVectors | null
  /** Hex of the face vectors of the base images; null without the network for faces. */
  readonly references: readonly string[] | null
}

/** An image's id with its assessment as JSON. */
export type JudgedText = readonly [id: number, assessment: string]

/**
 * Runs `judge` on sets of any size in a worker thread. Input and output are JSON texts of a few hundred images each, so that the main
 * process builds and parses only one of them at a time; the input is in shared memory because copying it takes a while.
 */
export function judgeMany({ texts, base, taught, kinds, references }: ManyImages): readonly string[] {
  const images = texts.flatMap((text) => JSON.parse(fromShared(text)) as StoredImage[])
  const judged = judge(images.map(toJudged), {
    base,
    taught: taught.toReversed().flatMap(toTaught),
    kinds,
    references: references?.flatMap(readVectors) ?? null,
  })
  return batchesOf(images, IMAGES_PER_TEXT).map((some) =>
    JSON.stringify(some.map(({ id, filename }): JudgedText => [id, JSON.stringify(judged.get(filename))])),
  )
}

const toJudged = ({ shows, faces, ...image }: StoredImage): JudgedImage => ({
  ...image,
  shows: vectorOf(shows),
  faces: faces === null ? undefined : readVectors(faces),
})

function toTaught(text: string): readonly Taught[] {
  const { style, own, measured, shows } = JSON.parse(text) as TaughtImage
  return isUnreadable(measured) ? [] : [{ ...measured, style, own, shows: vectorOf(shows) }]
}

const vectorOf = (hex: string | null): Vector | undefined => (hex === null ? undefined : readVectors(hex)[0])

export const IMAGES_PER_TEXT = 200
