import type { Camera } from './camera.ts'
import { type Field, intoPiece, materialOf, outOfPiece, textureOf } from './field.ts'
import { createSurface, describe, paintOf } from './finish.ts'
import type { Rig } from './light.ts'
import type { Hit } from './march.ts'
import type { Occlusion } from './occlusion.ts'
import { clamp, smoothstep } from './vector.ts'

/** Writes the linear light from a hit towards the camera to `out`. */
export type Shader = (hit: Hit, dir: Float64Array, occlusion: Occlusion, out: Float64Array) => void

export function createShader(field: Field, camera: Camera, rig: Rig): Shader {
  const paints = field.materials.map(paintOf)
  const surface = createSurface()
  const local = new Float64Array(3)
  const slope = new Float64Array(3)
  const mirror = new Float64Array(3)
  const footprint = camera.spread / (camera.height / 2)
  const { key, rim, keyLight, rimLight, sky, ground } = rig

  /** The surroundings seen in a reflection: sky over ground, with the two lamps as soft panels. */
  const surroundings = (x: number, y: number, z: number, roughness: number, lit: number, out: Float64Array): void => {
    const up = smoothstep(-0.5 - roughness, 0.5 + roughness, y)
    const k = x * key[0] + y * key[1] + z * key[2]
    const edge = 0.92 - roughness * 0.5
    const panel = smoothstep(edge - 0.03 - roughness * 0.3, edge + 0.02 + roughness * 0.06, k) * lit * (1.5 - roughness)
    const r = x * rim[0] + y * rim[1] + z * rim[2]
    const strip = smoothstep(edge - 0.02 - roughness * 0.3, edge + 0.04, r) * (1 - roughness) * 0.7
    for (let i = 0; i < 3; i++)
      out[i] = ground[i]! + (sky[i]! * 1.25 - ground[i]!) * up + panel * keyLight[i]! + strip * rimLight[i]!
  }

  return (hit, dir, occlusion, out) => {
    const t = hit.depth
    const x = camera.at[0] + dir[0]! * t
    const y = camera.at[1] + dir[1]! * t
    const z = camera.at[2] + dir[2]! * t
    const paint = paints[materialOf(field, hit.piece)]!
    const carrier = textureOf(field, hit.piece)
    intoPiece(field, carrier, x, y, z, local)
    const [lx, ly, lz] = [local[0]!, local[1]!, local[2]!]
    describe(paint, lx, ly, lz, surface)

    let { nx, ny, nz } = hit
    let hollow = 1
    if (paint.relief > 0) {
      const frequency = paint.frequency * paint.grain
      const detail = clamp(1.5 - footprint * t * frequency * 5, 0, 1)
      const fade = clamp(1.7 - footprint * t * frequency * 2.4, 0, 1)
      const e = 0.12 / frequency
      const here = paint.height(frequency, lx, ly, lz, detail)
      slope[0] = paint.height(frequency, lx + e, ly, lz, detail) - here
      slope[1] = paint.height(frequency, lx, ly + e, lz, detail) - here
      slope[2] = paint.height(frequency, lx, ly, lz + e, detail) - here
      outOfPiece(field, carrier, slope)
      const k = (paint.relief * fade) / e
      nx -= slope[0] * k
      ny -= slope[1] * k
      nz -= slope[2] * k
      const l = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1)
      nx *= l
      ny *= l
      nz *= l
      if (paint.relief > 0.004) hollow = 0.62 + 0.38 * clamp(here * 1.1, 0, 1)
    }

    const facing = clamp(-(nx * dir[0]! + ny * dir[1]! + nz * dir[2]!), 0.02, 1)
    const toKey = nx * key[0] + ny * key[1] + nz * key[2]
    const toRim = nx * rim[0] + ny * rim[1] + nz * rim[2]
    const wrap = surface.wrap
    const lit = occlusion.key
    const open = occlusion.sky * hollow
    const dome = 0.5 + 0.5 * ny
    const back = clamp(toRim, 0, 1) * open
    const graze = (1 - facing) ** 5
    const dn = 2 * (dir[0]! * nx + dir[1]! * ny + dir[2]! * nz)
    surroundings(dir[0]! - dn * nx, dir[1]! - dn * ny, dir[2]! - dn * nz, surface.roughness, lit, mirror)
    const fuzz = surface.roughness > 0.8 ? (1 - facing) ** 3 * 0.35 : 0

    for (let i = 0; i < 3; i++) {
      const colour = i === 0 ? surface.r : i === 1 ? surface.g : surface.b
      // Skin scatters red light farther than green and blue, so its shadows have warm edges.
      const creep = i === 0 ? wrap : wrap * 0.4
      const diffuse = clamp((toKey + creep) / (1 + creep), 0, 1) * (wrap > 0.25 ? lit ** (i === 0 ? 0.75 : 1.05) : lit)
      const occluded = open + (1 - open) * open * colour * 0.7
      const around = (ground[i]! + (sky[i]! - ground[i]!) * dome) * occluded
      const light = diffuse * keyLight[i]! * hollow + around + back * rimLight[i]! * 0.55
      const f0 = surface.metal ? colour : 0.04
      const fresnel = (f0 + (1 - f0) * graze * (1 - surface.roughness * 0.75)) * surface.coat
      const reflection = mirror[i]! * fresnel * (0.25 + 0.75 * open)
      const body = surface.metal ? colour * light * 0.3 : colour * light * (1 - fresnel)
      out[i] =
        (body + reflection * (surface.metal ? 1.15 : 1.6) + fuzz * colour * light + surface.glow * colour) *
        rig.exposure
    }
  }
}
