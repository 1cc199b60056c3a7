import { type Background, BACKGROUNDS } from './caption/background.ts'

/** Properties of a shot that a set should vary. A vision model is asked for them by these names. */
export const SHOT = {
  angle: ['front', 'three_quarter', 'profile', 'back', 'low', 'high'],
  framing: ['close_up', 'bust', 'half_body', 'full_body', 'distant'],
  expression: ['neutral', 'smiling', 'serious', 'sad', 'angry', 'surprised'],
  light: ['soft', 'hard', 'backlit', 'dark', 'artificial'],
} as const

export type ShotAspect = keyof typeof SHOT

export const SHOT_ASPECTS = ['angle', 'framing', 'expression', 'light'] as const satisfies readonly ShotAspect[]

/** Null when it was not given or is none of these words. */
export type Shot = { readonly [A in ShotAspect]: (typeof SHOT)[A][number] | null }

export const NO_SHOT: Shot = { angle: null, framing: null, expression: null, light: null }

/** Aspects that a set should vary: the shot, and the background, which a vision model is not asked about. */
export const SCENE = { ...SHOT, background: BACKGROUNDS } as const

export type SceneAspect = keyof typeof SCENE

export const SCENE_ASPECTS = ['framing', 'angle', 'light', 'expression', 'background'] as const

export type Scene = Shot & { readonly background: Background | null }

export const NO_SCENE: Scene = { ...NO_SHOT, background: null }

/** Scene and source of one image. */
export interface SeenImage extends Looked {
  /** File name of the picture that it was derived from, cut out of or nearly repeats; otherwise its own. */
  readonly origin: string
}

interface Looked {
  readonly scene: Scene
  /** True when a vision model assessed the image: a null aspect of the shot then means that no word fits. Otherwise null means unknown. */
  readonly looked: boolean
}

/** Returns true when it is known what an image shows in one aspect. */
export const isKnownOf = ({ scene, looked }: Looked, aspect: SceneAspect): boolean =>
  scene[aspect] !== null || (looked && aspect !== 'background')

type PerAspect = { readonly [A in SceneAspect]: readonly string[] }

/** Gaps in an actor's variety, for choosing prompts. */
export interface Advice {
  /** Number of images in the set. */
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

/** Fewest images from which gaps can be found. */
const FROM_IMAGES = 3
/** Share of the images that must be known: a single unknown image may be the profile that seems to be missing. */
const KNOWN_SHARE = 0.9

/** Returns what a set lacks. An aspect that is unknown for too many images is left out; null when all of them are. */
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

/** Rates a scene against the advice: missing words count for it, overused ones a little against it. */
export function answers(scene: Scene, { missing, overused }: Advice): number {
  const has = (words: readonly string[], aspect: SceneAspect) => scene[aspect] !== null && words.includes(scene[aspect])
  return SCENE_ASPECTS.reduce(
    (sum, aspect) => sum + (has(missing[aspect], aspect) ? 1 : 0) - (has(overused[aspect], aspect) ? 0.25 : 0),
    0,
  )
}

/** Returns the advice after an image of this scene was added. */
export const withScene = (advice: Advice, scene: Scene): Advice => ({
  ...advice,
  missing: perAspect((aspect) => advice.missing[aspect].filter((word) => word !== scene[aspect])),
})
