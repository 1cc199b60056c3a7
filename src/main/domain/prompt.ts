import type { Scene } from './shot.ts'
import type { Style } from './style.ts'

/**
 * An entry of the prompt library. `text` holds `{subject}` and may hold other fields and the subject's pronouns as slots: `{angle}`,
 * `{framing}`, `{gaze}`, `{light}`, `{setting}`, `{possessive}`, `{pronoun}`, `{object}`; with a capital letter (`{Possessive}`) at the
 * start of a sentence. `angle` completes "from …" and `light` "lit by …", so that either can be replaced.
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
  /** Rendering of the local generator: one of `VARIANTS[type]`. */
  readonly variant: Variant
  /** Scene that the prompt asks for; null where its words leave it open. */
  readonly shot: Scene
}

/** A chosen prompt with its slots filled. */
export interface FilledPrompt {
  readonly prompt_id: string
  readonly prompt: string
  readonly aspect_ratio: string
  readonly title: string
  readonly variant: Variant
  readonly shot: Scene
}

/** Renderings of the local generator, by the style that they produce. */
export const VARIANTS = {
  photorealistic: ['reframe'],
  bw_stylized: ['pen', 'charcoal', 'halftone'],
  color_stylized: ['watercolour', 'gouache', 'comic'],
} as const satisfies Record<Style, readonly string[]>

export type Variant = (typeof VARIANTS)[Style][number]
