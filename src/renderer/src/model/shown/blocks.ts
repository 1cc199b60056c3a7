import type { Image } from '../images/image.ts'

/** A part of what is shown: a lane, or all the results of a search. */
export interface Block {
  /** What the focus may rest on, in reading order: images, and steps of a plan. */
  readonly keys: readonly string[]
  readonly images: readonly string[]
}

/** What a surface shows right now, in reading order: computed from the stores when somebody presses a key, never kept. */
export interface Shown {
  readonly blocks: readonly Block[]
  /** Undefined for what is not shown, and for what has not been fetched yet. */
  readonly imageOf: (imageId: string) => Image | undefined
}

export const imagesIn = (shown: Shown | null): readonly string[] => shown?.blocks.flatMap((block) => block.images) ?? []

export const blockHolding = (shown: Shown | null, key: string): Block | undefined =>
  shown?.blocks.find((block) => block.keys.includes(key))
