import type { Framing, Shot } from './shot.ts'
import { add, cross, normalize, scale, subtract, type Vec3 } from './vector.ts'

export interface Camera {
  readonly at: Vec3
  readonly forward: Vec3
  readonly right: Vec3
  readonly up: Vec3
  /** Tangent of half the vertical field of view. */
  readonly spread: number
  readonly width: number
  readonly height: number
  /** Distance of the sharp plane: the figure's nearer eye. */
  readonly focus: number
  /** Radius of the blur circle of something infinitely far away, as a fraction of the image's height. */
  readonly aperture: number
}

interface View {
  readonly look: Vec3
  /** Extent of the world in the frame's shorter side, at the subject. */
  readonly span: number
  /** Vertical field of view in degrees; long lenses for faces, as photographers choose. */
  readonly fov: number
  readonly aperture: number
}

const VIEWS: Readonly<Record<Framing, View>> = {
  face: { look: [0, 0.02, 0], span: 2.75, fov: 17, aperture: 0.05 },
  portrait: { look: [0, -0.42, 0], span: 3.9, fov: 20, aperture: 0.036 },
  half: { look: [0, -0.95, 0], span: 5.0, fov: 24, aperture: 0.026 },
  full: { look: [0, -1.55, 0], span: 6.9, fov: 27, aperture: 0.02 },
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180

export function cameraOf(shot: Shot, width: number, height: number): Camera {
  const { look, span, fov, aperture } = VIEWS[shot.framing]
  const spread = Math.tan(radians(fov) / 2)
  const tall =
    shot.framing === 'full'
      ? Math.max(span * 1.02, (span * 0.8 * height) / width)
      : span * Math.max(1, height / width) * 0.94
  const distance = tall / 2 / spread
  const [yaw, lift] = [radians(shot.around), radians(shot.above)]
  const back: Vec3 = [Math.sin(yaw) * Math.cos(lift), Math.sin(lift), Math.cos(yaw) * Math.cos(lift)]
  const side = normalize(cross([0, 1, 0], back))
  const shift = (-shot.place * tall * width) / height / 2
  const target = add(look, scale(side, shift))
  const at = add(target, scale(back, distance))
  const [c, s] = [Math.cos(radians(shot.tilt)), Math.sin(radians(shot.tilt))]
  const forward = scale(back, -1)
  const level = normalize(cross(forward, [0, 1, 0]))
  const above = cross(level, forward)
  return {
    at,
    forward,
    right: add(scale(level, c), scale(above, s)),
    up: subtract(scale(above, c), scale(level, s)),
    spread,
    width,
    height,
    focus: distance - 0.75,
    aperture,
  }
}

/** Returns the radius of the blur circle in pixels at a distance along the view. */
export const blurRadius = ({ focus, aperture, height }: Camera, distance: number): number =>
  Math.abs(1 - focus / distance) * aperture * height
