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

/** What is known of one image's shot. */
export interface KnownShot {
  readonly shot: Shot
  /** Somebody looked: where a word is null, it is none of the words. Otherwise null means that nobody knows. */
  readonly looked: boolean
}

/** What an actor's set lacks, to steer the choice of prompts. */
export interface Advice {
  /** Images of the set. */
  readonly images: number
  /** Words that no image of the set has, by aspect. */
  readonly missing: { readonly [A in ShotAspect]: readonly string[] }
  /** Words that more than half of the set shares, by aspect: every constant becomes identity. */
  readonly overused: { readonly [A in ShotAspect]: readonly string[] }
}

/** Fewer images than this prove nothing about what a set lacks. */
const FROM_IMAGES = 3
/** The one image that nobody knows of may be the profile that seems to be missing: of so many, nearly all have to be known. */
const KNOWN_SHARE = 0.9

/**
 * What the images of a set lack as a whole. Nothing is claimed of an aspect that is not known of nearly all of them; null when
 * that is so of every aspect.
 */
export function adviceFor(told: readonly KnownShot[]): Advice | null {
  if (told.length < FROM_IMAGES) return null
  const isKnown = (aspect: ShotAspect): boolean => {
    const known = told.filter(({ shot, looked }) => looked || shot[aspect] !== null).length
    return known >= told.length * KNOWN_SHARE && told.some(({ shot }) => shot[aspect] !== null)
  }
  if (!SHOT_ASPECTS.some(isKnown)) return null
  const pick = (wanted: (count: number) => boolean): Advice['missing'] => {
    const of = (aspect: ShotAspect): readonly string[] =>
      isKnown(aspect)
        ? SHOT[aspect].filter((word) => wanted(told.filter(({ shot }) => shot[aspect] === word).length))
        : []
    return { angle: of('angle'), framing: of('framing'), expression: of('expression'), light: of('light') }
  }
  return {
    images: told.length,
    missing: pick((count) => count === 0),
    overused: pick((count) => count > told.length / 2),
  }
}

/** How well a shot answers an advice: what it adds counts, what everybody has already counts a little against it. */
export function answers(shot: Shot, { missing, overused }: Advice): number {
  const has = (words: readonly string[], aspect: ShotAspect) => shot[aspect] !== null && words.includes(shot[aspect])
  return SHOT_ASPECTS.reduce(
    (sum, aspect) => sum + (has(missing[aspect], aspect) ? 1 : 0) - (has(overused[aspect], aspect) ? 0.25 : 0),
    0,
  )
}

/** What is still missing once there is an image with this shot. */
export function withShot(advice: Advice, shot: Shot): Advice {
  const { angle, framing, expression, light } = advice.missing
  return {
    ...advice,
    missing: {
      angle: angle.filter((word) => word !== shot.angle),
      framing: framing.filter((word) => word !== shot.framing),
      expression: expression.filter((word) => word !== shot.expression),
      light: light.filter((word) => word !== shot.light),
    },
  }
}
