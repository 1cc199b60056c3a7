import { type Background, BACKGROUNDS } from './caption/background.ts'

/** How a picture was taken, in the few words that a set should vary. The keys are asked of a vision model by these names. */
export const SHOT = {
  angle: ['front', 'three_quarter', 'profile', 'back', 'low', 'high'],
  framing: ['close_up', 'bust', 'half_body', 'full_body', 'distant'],
  expression: ['neutral', 'smiling', 'serious', 'sad', 'angry', 'surprised'],
  light: ['soft', 'hard', 'backlit', 'dark', 'artificial'],
} as const

export type ShotAspect = keyof typeof SHOT

export const SHOT_ASPECTS = ['angle', 'framing', 'expression', 'light'] as const satisfies readonly ShotAspect[]

/** Null where it was not told, or is none of the words. */
export type Shot = { readonly [A in ShotAspect]: (typeof SHOT)[A][number] | null }

export const NO_SHOT: Shot = { angle: null, framing: null, expression: null, light: null }

/** What a set varies in: the shot, and the background, which a vision model is not asked about. */
export const SCENE = { ...SHOT, background: BACKGROUNDS } as const

export type SceneAspect = keyof typeof SCENE

export const SCENE_ASPECTS = ['framing', 'angle', 'light', 'expression', 'background'] as const

export type Scene = Shot & { readonly background: Background | null }

export const NO_SCENE: Scene = { ...NO_SHOT, background: null }

/** What is known of one image. */
export interface SeenImage extends Looked {
  /** File name of the picture that it was derived from, cut out of or nearly repeats; else its own. */
  readonly origin: string
}

interface Looked {
  readonly scene: Scene
  /** A vision model looked: where a word of the shot is null, it is none of the words. Otherwise null means that nobody knows. */
  readonly looked: boolean
}

/** Whether it is known what an image shows in one aspect. */
export const isKnownOf = ({ scene, looked }: Looked, aspect: SceneAspect): boolean =>
  scene[aspect] !== null || (looked && aspect !== 'background')

type PerAspect = { readonly [A in SceneAspect]: readonly string[] }

/** What an actor's set lacks, to steer the choice of prompts. */
export interface Advice {
  /** Images of the set. */
  readonly images: number
  /** Words that no image of the set has, by aspect. */
  readonly missing: PerAspect
  /** Words that more than half of the set shares, by aspect: every constant becomes identity. */
  readonly overused: PerAspect
}

const perAspect = (of: (aspect: SceneAspect) => readonly string[]): PerAspect => ({
  framing: of('framing'),
  angle: of('angle'),
  light: of('light'),
  expression: of('expression'),
  background: of('background'),
})

/** Fewer images than this prove nothing about what a set lacks. */
const FROM_IMAGES = 3
/** The one image that nobody knows of may be the profile that seems to be missing: of so many, nearly all have to be known. */
const KNOWN_SHARE = 0.9

/**
 * What the images of a set lack as a whole. Nothing is claimed of an aspect that is not known of nearly all of them; null when
 * that is so of every aspect.
 */
export function adviceFor(seen: readonly Looked[]): Advice | null {
  if (seen.length < FROM_IMAGES) return null
  const isKnown = (aspect: SceneAspect): boolean =>
    seen.filter((image) => isKnownOf(image, aspect)).length >= seen.length * KNOWN_SHARE &&
    seen.some(({ scene }) => scene[aspect] !== null)
  if (!SCENE_ASPECTS.some(isKnown)) return null
  const pick = (wanted: (count: number) => boolean): PerAspect =>
    perAspect((aspect) =>
      isKnown(aspect)
        ? SCENE[aspect].filter((word) => wanted(seen.filter(({ scene }) => scene[aspect] === word).length))
        : [],
    )
  return {
    images: seen.length,
    missing: pick((count) => count === 0),
    overused: pick((count) => count > seen.length / 2),
  }
}

/** How well a scene answers an advice: what it adds counts, what everybody has already counts a little against it. */
export function answers(scene: Scene, { missing, overused }: Advice): number {
  const has = (words: readonly string[], aspect: SceneAspect) => scene[aspect] !== null && words.includes(scene[aspect])
  return SCENE_ASPECTS.reduce(
    (sum, aspect) => sum + (has(missing[aspect], aspect) ? 1 : 0) - (has(overused[aspect], aspect) ? 0.25 : 0),
    0,
  )
}

/** What is still missing once there is an image of this scene. */
export const withScene = (advice: Advice, scene: Scene): Advice => ({
  ...advice,
  missing: perAspect((aspect) => advice.missing[aspect].filter((word) => word !== scene[aspect])),
})
