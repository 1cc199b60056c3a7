import type { Scene } from './shot.ts'
import type { Style } from './style.ts'

/**
 * One entry of the prompt library. `text` holds `{subject}` and may hold the other fields and the grammar of the subject as
 * slots: `{angle}`, `{framing}`, `{gaze}`, `{light}`, `{setting}`, `{possessive}`, `{pronoun}`, `{object}`; with a capital
 * first letter (`{Possessive}`) where a sentence starts. `angle` completes "from …" and `light` "lit by …", so that either
 * can be exchanged for another.
 */
export interface Prompt {
  readonly id: string
  readonly type: Style
  /** Two or three words for a frame in the gallery: "Watercolour", "Film still". */
  readonly title: string
  readonly text: string
  readonly angle: string
  readonly framing: string
  readonly gaze: string
  readonly light: string
  /** Place for photographs, medium for illustrations. */
  readonly setting: string
  readonly aspect_ratio: string
  /** Which rendering the local generator uses: one of `VARIANTS[type]`. */
  readonly variant: Variant
  /** What a picture after it will show; null where the words leave it open. */
  readonly shot: Scene
}

/** A chosen prompt with its slots filled, ready to be sent. */
export interface FilledPrompt {
  readonly prompt_id: string
  readonly prompt: string
  readonly aspect_ratio: string
  readonly title: string
  readonly variant: Variant
  readonly shot: Scene
}

/** The renderings of the local generator, by the style they produce. */
export const VARIANTS = {
  photorealistic: ['reframe'],
  bw_stylized: ['pen', 'charcoal', 'halftone'],
  color_stylized: ['watercolour', 'gouache', 'comic'],
} as const satisfies Record<Style, readonly string[]>

export type Variant = (typeof VARIANTS)[Style][number]
