import type { Image } from '../images/image.ts'

/** A part of the page: a lane, or all search results. */
export interface Block {
  /** Focusable keys in reading order: images and plan steps. */
  readonly keys: readonly string[]
  readonly images: readonly string[]
}

/** The visible content of a surface in reading order. Computed from the stores at a key press, never stored. */
export interface Shown {
  readonly blocks: readonly Block[]
  /** Returns undefined for images that are not shown or not loaded. */
  readonly imageOf: (imageId: string) => Image | undefined
}

export const imagesIn = (shown: Shown | null): readonly string[] => shown?.blocks.flatMap((block) => block.images) ?? []

export const blockHolding = (shown: Shown | null, key: string): Block | undefined =>
  shown?.blocks.find((block) => block.keys.includes(key))
