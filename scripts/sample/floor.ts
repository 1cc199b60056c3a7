import type { Canvas, Ground } from './backdrop.ts'
import { FLOOR } from './body.ts'
import { blurRadius, type Camera } from './camera.ts'
import type { Field } from './field.ts'
import type { Rig } from './light.ts'
import { rayThrough } from './march.ts'
import { valueNoise } from './noise.ts'
import { allParts, keyShadow, openSky } from './occlusion.ts'
import { clamp, mix, smoothstep } from './vector.ts'

/** Distance from the figure beyond which the floor has no shadow of it. */
const SHADOW_RADIUS = 5.5
/** Side of the pixel blocks that share one shadow, because shadows on the floor are soft. */
const BLOCK = 3

/** Draws the floor over the lower part of the backdrop. Returns the radius of the blur circle per pixel, 0 where there is no floor. */
export function layFloor(
  canvas: Canvas,
  ground: Ground,
  seamless: boolean,
  field: Field,
  camera: Camera,
  rig: Rig,
): Float32Array {
  const { width, height, data } = canvas
  const blur = new Float32Array(width * height)
  const all = allParts(field)
  const dir = new Float64Array(3)
  const probe = new Float64Array(3)
  const at = Float64Array.of(0, FLOOR, 0)
  const up = Float64Array.of(0, 1, 0)
  const [ox, oy, oz] = camera.at
  const shadows = new Map<number, readonly [number, number]>()
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      rayThrough(camera, x + 0.5, y + 0.5, dir)
      if (dir[1]! > -0.01) continue
      const t = (FLOOR - oy) / dir[1]!
      const wx = ox + dir[0]! * t
      const wz = oz + dir[2]! * t
      const away = Math.hypot(wx, wz)
      const solid = seamless ? smoothstep(6, 2.2, away) : smoothstep(34, 9, away)
      if (solid <= 0) continue
      let key = 1
      let sky = 1
      if (away < SHADOW_RADIUS) {
        const block = Math.floor(y / BLOCK) * width + Math.floor(x / BLOCK)
        const known = shadows.get(block)
        if (known) [key, sky] = known
        else {
          at[0] = wx
          at[2] = wz
          const edge = smoothstep(SHADOW_RADIUS, SHADOW_RADIUS - 1.5, away)
          key = mix(1, keyShadow(field, all, rig, at, 7, probe), edge)
          sky = mix(1, openSky(field, all, at, up, probe), edge)
          shadows.set(block, [key, sky])
        }
      }
      const grain = seamless
        ? 1 + (valueNoise(wx * 50, 0, wz * 50) - 0.5) * 0.05
        : 0.72 +
          0.3 * valueNoise(wx * 2.2, 0, wz * 2.2) +
          0.3 * valueNoise(wx * 11, 3, wz * 11) +
          0.16 * (valueNoise(wx * 46, 5, wz * 46) - 0.5)
      const i = (y * width + x) * 3
      for (let c = 0; c < 3; c++) {
        const lit = rig.keyLight[c]! * clamp(rig.key[1], 0, 1) * key
        const light = (lit + rig.sky[c]! * sky) * rig.exposure
        // Seamless paper keeps the backdrop's own light and only receives the shadows.
        const open = rig.keyLight[c]! * clamp(rig.key[1], 0, 1) + rig.sky[c]!
        const value = seamless ? (data[i + c]! * light) / (open * rig.exposure) : ground.colour[c]! * light * grain
        data[i + c] = mix(data[i + c]!, value, solid)
      }
      blur[y * width + x] = seamless ? 0 : blurRadius(camera, t) * solid
    }
  return blur
}
