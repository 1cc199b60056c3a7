import type { Finish, Material } from './clay.ts'
import { linear } from './colour.ts'
import { valueNoise } from './noise.ts'
import { clamp, mix, smoothstep } from './vector.ts'

/** The reflectance of a surface point. Colours are linear; `bump` is the gradient of its fine relief in the piece's frame. */
export interface Surface {
  r: number
  g: number
  b: number
  /** 0 mirror … 1 chalk. */
  roughness: number
  metal: boolean
  /** How far light wraps around edges, as in skin and wax; 0..1. */
  wrap: number
  /** Mirror-like coat over the colour, 0..1. */
  coat: number
  glow: number
}

export const createSurface = (): Surface => ({
  r: 0,
  g: 0,
  b: 0,
  roughness: 1,
  metal: false,
  wrap: 0,
  coat: 0,
  glow: 0,
})

interface Response {
  readonly roughness: number
  readonly coat: number
  readonly wrap: number
  /** Depth of the relief and its base frequency, per unit of length. */
  readonly relief: number
  readonly frequency: number
  /** Variation of the colour. */
  readonly mottle: number
}

const RESPONSES: Readonly<Record<Finish, Response>> = {
  skin: { roughness: 0.46, coat: 0.28, wrap: 0.32, relief: 0.0022, frequency: 34, mottle: 0.1 },
  hair: { roughness: 0.42, coat: 0.3, wrap: 0.18, relief: 0.016, frequency: 26, mottle: 0.42 },
  knit: { roughness: 0.9, coat: 0.05, wrap: 0.2, relief: 0.03, frequency: 16, mottle: 0.2 },
  cloth: { roughness: 0.85, coat: 0.08, wrap: 0.1, relief: 0.0035, frequency: 34, mottle: 0.2 },
  felt: { roughness: 0.95, coat: 0.04, wrap: 0.22, relief: 0.006, frequency: 38, mottle: 0.26 },
  leather: { roughness: 0.45, coat: 0.35, wrap: 0.05, relief: 0.006, frequency: 20, mottle: 0.3 },
  enamel: { roughness: 0.22, coat: 0.85, wrap: 0.05, relief: 0.0016, frequency: 12, mottle: 0.08 },
  metal: { roughness: 0.3, coat: 1, wrap: 0, relief: 0.002, frequency: 22, mottle: 0.25 },
  eye: { roughness: 0.08, coat: 1, wrap: 0.15, relief: 0, frequency: 1, mottle: 0 },
  gloss: { roughness: 0.3, coat: 0.6, wrap: 0.12, relief: 0.003, frequency: 11, mottle: 0.08 },
  matte: { roughness: 0.8, coat: 0.1, wrap: 0.05, relief: 0.002, frequency: 40, mottle: 0.15 },
  glow: { roughness: 0.3, coat: 0.5, wrap: 0, relief: 0, frequency: 1, mottle: 0 },
}

export interface Paint extends Response {
  readonly finish: Finish
  readonly colour: readonly [number, number, number]
  readonly accent: readonly [number, number, number]
  readonly grain: number
  /** Height of the fine relief, about 0..1. */
  readonly height: Relief
}

export const paintOf = (material: Material): Paint => ({
  ...RESPONSES[material.finish],
  finish: material.finish,
  colour: linear(material.colour),
  accent: linear(material.accent ?? material.colour),
  grain: material.grain ?? 1,
  height: RELIEFS[material.finish] ?? pores,
})

/** Returns the height from the base frequency and a point of the piece's frame; `detail` (0..1) fades details finer than a pixel. */
type Relief = (f: number, x: number, y: number, z: number, detail: number) => number

const pores: Relief = (f, x, y, z, detail) =>
  valueNoise(x * f, y * f, z * f) + 0.6 * detail * valueNoise(x * f * 2.3 + 7, y * f * 2.3, z * f * 2.3)

const RELIEFS: Partial<Record<Finish, Relief>> = {
  hair: (f, x, y, z, detail) =>
    valueNoise(x * f, y * 2.6, z * f) + 0.5 * detail * valueNoise(x * f * 2.6, y * 5, z * f * 2.6),
  knit: (f, x, y, z, detail) => {
    const girth = Math.sqrt(x * x + z * z)
    const ribs = girth < 0.32 ? 12 : girth < 0.72 ? 30 : 46
    const turn = Math.atan2(z, x) * ribs * 0.5
    const rib = Math.abs(Math.sin(turn))
    const stitch = Math.cos(y * f * 2.4 + Math.abs(Math.cos(turn)) * 2.4)
    return rib * 0.75 + rib * stitch * 0.3 + 0.25 * detail * valueNoise(x * 60, y * 60, z * 60)
  },
  cloth: (f, x, y, z, detail) => {
    const weave = Math.sin((x + z * 0.6) * f * 3.4) * Math.sin(y * f * 3.4)
    return weave * 0.4 * detail + valueNoise(x * 4, y * 4, z * 4) * 4 + 0.6 * valueNoise(x * f, y * f, z * f)
  },
  leather: (f, x, y, z, detail) =>
    1 -
    Math.abs(valueNoise(x * f, y * f, z * f) - 0.5) * 2 +
    0.3 * detail * valueNoise(x * f * 3, y * f * 3, z * f * 3),
  metal: (f, x, y, z) => valueNoise(x * f * 0.3, y * f * 3, z * f * 0.3),
}

/** Writes the colour and reflectance at a point of the piece's frame to `out`. `front` is how much the point faces the figure's front. */
export function describe(paint: Paint, x: number, y: number, z: number, out: Surface): void {
  const patch = valueNoise(x * 3.1 + 11, y * 3.1, z * 3.1) * 0.6 + valueNoise(x * 9.7, y * 9.7 + 3, z * 9.7) * 0.4 - 0.5
  const shade = 1 + paint.mottle * patch * 1.6
  out.r = paint.colour[0] * shade
  out.g = paint.colour[1] * shade
  out.b = paint.colour[2] * shade
  out.roughness = paint.roughness
  out.metal = paint.finish === 'metal'
  out.wrap = paint.wrap
  out.coat = paint.coat
  out.glow = 0
  if (paint.finish === 'eye') eye(paint, x, y, z, out)
  else if (paint.finish === 'skin') skin(paint, x, y, z, out)
  else if (paint.finish === 'enamel') chips(paint, x, y, z, out)
  else if (paint.finish === 'hair') strands(paint, x, y, z, out)
  else if (paint.finish === 'glow') out.glow = 2.6 * (1 - smoothstep(0.02, 0.2, Math.hypot(x, y)) * 0.75)
}

function tintTowards(out: Surface, to: readonly [number, number, number], t: number): void {
  out.r = mix(out.r, to[0], t)
  out.g = mix(out.g, to[1], t)
  out.b = mix(out.b, to[2], t)
}

function eye(paint: Paint, x: number, y: number, z: number, out: Surface): void {
  const angle = Math.acos(clamp(z / Math.hypot(x, y, z), -1, 1))
  tintTowards(out, [out.r * 0.75, out.g * 0.55, out.b * 0.5], smoothstep(0.7, 1.5, angle))
  const spoke = valueNoise(Math.atan2(y, x) * 9 + 40, angle * 4, 0)
  const iris = 0.55 + 0.75 * spoke + (y < 0 ? 0.35 : 0)
  const ring = smoothstep(0.44, 0.58, angle)
  const [r, g, b] = paint.accent
  tintTowards(
    out,
    [r * iris * (1 - ring * 0.8), g * iris * (1 - ring * 0.8), b * iris * (1 - ring * 0.8)],
    smoothstep(0.63, 0.57, angle),
  )
  tintTowards(out, [0.004, 0.004, 0.005], smoothstep(0.32, 0.27, angle))
}

/** Adds rosy cheeks and nose, and freckles where the grain asks for them; positions are those of a head of `body.ts`. */
function skin(paint: Paint, x: number, y: number, z: number, out: Surface): void {
  const cheek = Math.exp(-((Math.abs(x) - 0.46) ** 2 * 14 + (y + 0.26) ** 2 * 16)) * smoothstep(0.2, 0.6, z)
  tintTowards(out, paint.accent, cheek * 0.42)
  if (paint.grain <= 1 || z < 0.3) return
  const spot = valueNoise(x * 24 + 5, y * 24, z * 24)
  const where = Math.exp(-(x * x * 3.2 + (y + 0.14) ** 2 * 14))
  tintTowards(
    out,
    [paint.accent[0] * 0.55, paint.accent[1] * 0.55, paint.accent[2] * 0.55],
    smoothstep(0.7, 0.8, spot) * where * 0.6,
  )
}

function chips(paint: Paint, x: number, y: number, z: number, out: Surface): void {
  const wear = valueNoise(x * 2.4 + 3, y * 2.4, z * 2.4) * 0.62 + valueNoise(x * 14, y * 14, z * 14) * 0.38
  const chip = smoothstep(0.715, 0.735, wear)
  tintTowards(out, [out.r * 1.25, out.g * 1.25, out.b * 1.25], smoothstep(0.69, 0.71, wear) * (1 - chip) * 0.5)
  tintTowards(out, paint.accent, chip)
  out.roughness = mix(out.roughness, 0.8, chip)
  out.coat *= 1 - chip * 0.85
}

function strands(paint: Paint, x: number, y: number, z: number, out: Surface): void {
  const f = paint.frequency * paint.grain
  const strand = valueNoise(x * f * 1.3 + 17, y * 2, z * f * 1.3)
  const k = 0.62 + 0.76 * strand
  out.r *= k
  out.g *= k
  out.b *= k
}
