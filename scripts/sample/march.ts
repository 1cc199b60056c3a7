import type { Camera } from './camera.ts'
import { listDistance, nearestPiece, partDistance } from './distance.ts'
import { createExcerpt, type Excerpt, excerpt } from './excerpt.ts'
import type { Field } from './field.ts'

/** The visible surface per pixel. `depth` is Infinity where the ray misses the figure. */
export interface Sight {
  readonly width: number
  readonly height: number
  readonly depth: Float32Array
  readonly piece: Int16Array
  /** Three per pixel. */
  readonly normal: Float32Array
}

/** One ray's result, reused from ray to ray. */
export interface Hit {
  depth: number
  piece: number
  nx: number
  ny: number
  nz: number
}

export const TILE = 8
const MAX_STEPS = 64

export const createHit = (): Hit => ({ depth: Infinity, piece: -1, nx: NaN, ny: NaN, nz: NaN })

/** Writes the direction of the ray through (px, py), in pixels from the top left corner, into `out`. */
export function rayThrough(camera: Camera, px: number, py: number, out: Float64Array): void {
  const u = ((px - camera.width / 2) / (camera.height / 2)) * camera.spread
  const v = ((camera.height / 2 - py) / (camera.height / 2)) * camera.spread
  const l = 1 / Math.sqrt(1 + u * u + v * v)
  for (let i = 0; i < 3; i++) out[i] = (camera.forward[i]! + camera.right[i]! * u + camera.up[i]! * v) * l
}

/** Selects the pieces that rays through a square of pixels can hit. */
export function lookInto(
  field: Field,
  camera: Camera,
  x: number,
  y: number,
  size: number,
  dir: Float64Array,
  into: Excerpt,
): void {
  rayThrough(camera, x + size / 2, y + size / 2, dir)
  excerpt(field, camera.at, dir, wideningOf(camera, size), into)
}

/** Returns the radius, per distance, of the cone around the rays through a square of pixels. */
const wideningOf = (camera: Camera, size: number): number => (camera.spread / (camera.height / 2)) * size * 0.72

/**
 * Moves `near` to where the first of a tile's rays can hit something, by marching the cone around all of them (John Hart, "Sphere tracing",
 * 1996). Returns false when none can.
 */
function approach(camera: Camera, parts: Excerpt, dir: Float64Array, widening: number): boolean {
  const at = parts.point
  let t = Math.max(parts.near, 0.01)
  for (let i = 0; i < MAX_STEPS && t < parts.far; i++) {
    for (let c = 0; c < 3; c++) at[c] = camera.at[c]! + dir[c]! * t
    const room = listDistance(parts.field, parts.list, parts.count, 1, at) * 0.95 - widening * t
    if (room < 0.004) {
      parts.near = t
      return true
    }
    t += room / (1 + widening)
  }
  return t < parts.far
}

/** Marches one ray through the reachable parts; returns false when it misses them. */
export function march(camera: Camera, parts: Excerpt, dir: Float64Array, hit: Hit): boolean {
  const dx = dir[0]!
  const dy = dir[1]!
  const dz = dir[2]!
  const ox = camera.at[0]
  const oy = camera.at[1]
  const oz = camera.at[2]
  const pixel = camera.spread / (camera.height / 2)
  const at = parts.point
  let t = Math.max(parts.near, 0.01)
  hit.depth = Infinity
  for (let i = 0; i < MAX_STEPS && t < parts.far; i++) {
    at[0] = ox + dx * t
    at[1] = oy + dy * t
    at[2] = oz + dz * t
    const d = listDistance(parts.field, parts.list, parts.count, 1, at)
    if (d < pixel * t * 0.5) {
      settle(parts, t, hit)
      return true
    }
    t += d * 0.96
  }
  return false
}

function settle(parts: Excerpt, t: number, hit: Hit): void {
  const { field, list, point: at } = parts
  // The step that found the surface moved its part to the head of the list.
  const part = list[0]!
  const e = 0.0022
  // Four samples of a tetrahedron give the gradient of the part that was hit, since parts do not blend with each other.
  const piece = nearestPiece(field, part, at)
  at[0]! += e
  at[1]! -= e
  at[2]! -= e
  const a = partDistance(field, part, 0.03, at)
  at[0]! -= 2 * e
  at[2]! += 2 * e
  const b = partDistance(field, part, 0.03, at)
  at[1]! += 2 * e
  at[2]! -= 2 * e
  const c = partDistance(field, part, 0.03, at)
  at[0]! += 2 * e
  at[2]! += 2 * e
  const d = partDistance(field, part, 0.03, at)
  const nx = a - b - c + d
  const ny = -a - b + c + d
  const nz = -a + b - c + d
  const l = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1)
  hit.depth = t
  hit.piece = piece
  hit.nx = nx * l
  hit.ny = ny * l
  hit.nz = nz * l
}

/** Traces the whole frame, tile by tile, each with its own short list of parts. */
export function see(field: Field, camera: Camera): Sight {
  const { width, height } = camera
  const sight: Sight = {
    width,
    height,
    depth: new Float32Array(width * height).fill(Infinity),
    piece: new Int16Array(width * height).fill(-1),
    normal: new Float32Array(width * height * 3),
  }
  const parts = createExcerpt(field)
  const dir = new Float64Array(3)
  const hit = createHit()
  for (let ty = 0; ty < height; ty += TILE)
    for (let tx = 0; tx < width; tx += TILE) {
      lookInto(field, camera, tx, ty, TILE, dir, parts)
      if (parts.count === 0 || !approach(camera, parts, dir, wideningOf(camera, TILE))) continue
      for (let y = ty; y < Math.min(ty + TILE, height); y++)
        for (let x = tx; x < Math.min(tx + TILE, width); x++) {
          rayThrough(camera, x + 0.5, y + 0.5, dir)
          if (!march(camera, parts, dir, hit)) continue
          const i = y * width + x
          sight.depth[i] = hit.depth
          sight.piece[i] = hit.piece
          sight.normal[i * 3] = hit.nx
          sight.normal[i * 3 + 1] = hit.ny
          sight.normal[i * 3 + 2] = hit.nz
        }
    }
  return sight
}
