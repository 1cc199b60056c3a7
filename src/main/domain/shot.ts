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

/** What an actor's set lacks, to steer the choice of prompts. */
export interface Advice {
  /** Images whose shot is known. */
  readonly images: number
  /** Words that no image of the set has, by aspect. */
  readonly missing: { readonly [A in ShotAspect]: readonly string[] }
  /** Words that more than half of the set shares, by aspect: every constant becomes identity. */
  readonly overused: { readonly [A in ShotAspect]: readonly string[] }
}

/** Fewer images than this prove nothing about what a set lacks. */
const FROM_IMAGES = 3

/** Follows from what was said of each image, so that it holds for the whole set also when only a new image was looked at. */
export function adviceFor(shots: readonly Shot[]): Advice | null {
  const known = shots.filter((shot) => SHOT_ASPECTS.some((aspect) => shot[aspect] !== null))
  if (known.length < FROM_IMAGES) return null
  const pick = (wanted: (count: number, told: number) => boolean): Advice['missing'] => {
    const of = (aspect: ShotAspect): readonly string[] => {
      const told = known.flatMap((shot) => shot[aspect] ?? [])
      return SHOT[aspect].filter((word) => wanted(told.filter((other) => other === word).length, told.length))
    }
    return { angle: of('angle'), framing: of('framing'), expression: of('expression'), light: of('light') }
  }
  return {
    images: known.length,
    missing: pick((count, told) => told > 0 && count === 0),
    overused: pick((count, told) => count > told / 2),
  }
}
