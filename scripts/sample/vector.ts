export type Vec3 = readonly [number, number, number]

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
export const scale = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by]
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2])
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
export const normalize = (a: Vec3): Vec3 => scale(a, 1 / (length(a) || 1))
export const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value
export const mix = (a: number, b: number, t: number): number => a + (b - a) * t

/** Hermite step from 0 at `low` to 1 at `high`; runs backwards when `low > high`. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low), 0, 1)
  return t * t * (3 - 2 * t)
}

/** A position and an orientation. `axes` are the local x, y and z directions in world space, orthonormal. */
export interface Frame {
  readonly at: Vec3
  readonly axes: readonly [Vec3, Vec3, Vec3]
}

export const WORLD: Frame = {
  at: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
}

/** Degrees. `yaw` turns z towards x, `pitch` lifts z towards y, `roll` lifts x towards y; applied in the order roll, pitch, yaw. */
export interface Turn {
  readonly yaw?: number
  readonly pitch?: number
  readonly roll?: number
}

export const toWorld = ({ at, axes: [x, y, z] }: Frame, p: Vec3): Vec3 =>
  add(at, add(scale(x, p[0]), add(scale(y, p[1]), scale(z, p[2]))))

export function child(parent: Frame, at: Vec3, { yaw = 0, pitch = 0, roll = 0 }: Turn = {}): Frame {
  const [cy, sy] = [Math.cos((yaw * Math.PI) / 180), Math.sin((yaw * Math.PI) / 180)]
  const [cp, sp] = [Math.cos((pitch * Math.PI) / 180), Math.sin((pitch * Math.PI) / 180)]
  const [cr, sr] = [Math.cos((roll * Math.PI) / 180), Math.sin((roll * Math.PI) / 180)]
  const turn = ([x, y, z]: Vec3): Vec3 => {
    const [x1, y1] = [x * cr - y * sr, x * sr + y * cr]
    const [y2, z2] = [y1 * cp + z * sp, -y1 * sp + z * cp]
    return [x1 * cy + z2 * sy, y2, -x1 * sy + z2 * cy]
  }
  const axis = (local: Vec3): Vec3 => toWorld({ at: [0, 0, 0], axes: parent.axes }, turn(local))
  return { at: toWorld(parent, at), axes: [axis([1, 0, 0]), axis([0, 1, 0]), axis([0, 0, 1])] }
}

/** A frame at `from` whose y axis points to `to`; both are local to `parent`. */
export function along(parent: Frame, from: Vec3, to: Vec3): Frame {
  const at = toWorld(parent, from)
  const y = normalize(subtract(toWorld(parent, to), at))
  const side = Math.abs(dot(y, parent.axes[2])) > 0.95 ? parent.axes[0] : parent.axes[2]
  const x = normalize(cross(y, side))
  return { at, axes: [x, y, cross(x, y)] }
}
