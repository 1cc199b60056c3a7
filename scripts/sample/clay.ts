import { along, child, type Frame, length, subtract, type Turn, type Vec3 } from './vector.ts'

/** The texture and reflectance of a surface; see `finish.ts`. */
export type Finish =
  | 'skin'
  | 'hair'
  | 'knit'
  | 'cloth'
  | 'felt'
  | 'leather'
  | 'enamel'
  | 'metal'
  | 'eye'
  | 'gloss'
  | 'matte'
  | 'glow'

export interface Material {
  readonly finish: Finish
  /** Hex sRGB colours: the body colour, and a second one (iris, rust, freckles, stripe) where the finish has one. */
  readonly colour: string
  readonly accent?: string
  /** Texture frequency relative to the finish's own. */
  readonly grain?: number
}

/** Signed-distance shapes, each in its own frame, by index. The numbers are explained in `distance.ts`, where they are used. */
export const SHAPES = ['ellipsoid', 'box', 'cone', 'torus', 'cylinder', 'cap', 'brim'] as const
type Shape = (typeof SHAPES)[number]

export interface Piece {
  readonly shape: Shape
  readonly frame: Frame
  readonly size: readonly number[]
  readonly material: Material
  /** Width over which the piece blends with earlier pieces of its part; 0 for a hard seam. */
  readonly melt: number
  /** Subtracts the piece instead of adding it. */
  readonly carve: boolean
  /** Bounding sphere of the piece: height of its centre on the local y axis, and radius. */
  readonly middle: number
  readonly reach: number
}

/** Pieces that blend with each other; parts meet in hard seams. */
export type Part = readonly Piece[]

interface Press {
  readonly melt?: number
  readonly carve?: boolean
  readonly turn?: Turn
}

const piece = (
  shape: Shape,
  frame: Frame,
  size: readonly number[],
  reach: number,
  material: Material,
  press: Press,
  middle = 0,
): Piece => ({ shape, frame, size, material, melt: press.melt ?? 0, carve: press.carve ?? false, middle, reach })

const inverse = (radius: number): number => 1 / radius

export const ellipsoid = (on: Frame, at: Vec3, radii: Vec3, material: Material, press: Press = {}): Piece =>
  piece('ellipsoid', child(on, at, press.turn), radii.map(inverse), Math.max(...radii), material, press)

/** `half` are half extents including the rounding of the edges. */
export const box = (on: Frame, at: Vec3, half: Vec3, round: number, material: Material, press: Press = {}): Piece =>
  piece('box', child(on, at, press.turn), [...half.map((h) => h - round), round], length(half), material, press)

/** A ring around the local y axis. */
export const ring = (on: Frame, at: Vec3, radius: number, tube: number, material: Material, press: Press = {}): Piece =>
  piece('torus', child(on, at, press.turn), [radius, tube], radius + tube, material, press)

export const cylinder = (
  on: Frame,
  at: Vec3,
  radius: number,
  halfHeight: number,
  round: number,
  material: Material,
  press: Press = {},
): Piece =>
  piece(
    'cylinder',
    child(on, at, press.turn),
    [radius - round, halfHeight - round, round],
    Math.hypot(radius, halfHeight),
    material,
    press,
  )

/** The part of an ellipsoid above local y = `cut`. */
export const cap = (on: Frame, at: Vec3, radii: Vec3, cut: number, material: Material, press: Press = {}): Piece =>
  piece('cap', child(on, at, press.turn), [...radii.map(inverse), cut], Math.max(...radii), material, press)

/** A thin oval disc across y whose sides curl up by `curlX` and whose front and back by `curlZ` (negative: down), per unit squared. */
export const brim = (
  on: Frame,
  at: Vec3,
  radii: readonly [number, number],
  thickness: number,
  curl: readonly [number, number],
  material: Material,
  press: Press = {},
): Piece =>
  piece('brim', child(on, at, press.turn), [...radii, thickness, ...curl], Math.max(...radii) * 1.25, material, press)

/** A sausage from `from` to `to` whose radius goes from `r0` to `r1`. */
export function cone(
  on: Frame,
  from: Vec3,
  to: Vec3,
  r0: number,
  r1: number,
  material: Material,
  press: Press = {},
): Piece {
  const height = length(subtract(to, from))
  const reach = height / 2 + Math.max(r0, r1)
  const slope = (r0 - r1) / height
  return piece(
    'cone',
    along(on, from, to),
    [r0, r1, height, slope, Math.sqrt(1 - slope * slope)],
    reach,
    material,
    press,
    height / 2,
  )
}

/** A rope through `points`, its radius going from `r0` to `r1`. */
export const rope = (
  on: Frame,
  points: readonly Vec3[],
  r0: number,
  r1: number,
  material: Material,
  press: Press = {},
): Part =>
  points.slice(1).map((to, i) => {
    const radius = (k: number): number => r0 + ((r1 - r0) * k) / (points.length - 1)
    return cone(on, points[i]!, to, radius(i), radius(i + 1), material, { melt: Math.min(r0, r1) * 0.5, ...press })
  })

/** Builds the same on both sides of the body: `make` is called with 1 (the figure's left, +x) and −1. */
export const both = (make: (side: 1 | -1) => readonly Piece[]): Part => [...make(1), ...make(-1)]
