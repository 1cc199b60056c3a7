import { type Canvas, createCanvas } from './backdrop.ts'
import { blurRadius, type Camera } from './camera.ts'
import { createExcerpt } from './excerpt.ts'
import { type Field, materialOf } from './field.ts'
import type { Rig } from './light.ts'
import { createHit, type Hit, lookInto, march, rayThrough, see, type Sight, TILE } from './march.ts'
import { allParts, keyShadow, type Occlusion, openSky } from './occlusion.ts'
import { createShader } from './shade.ts'

/** The figure alone: light times coverage, coverage 0..1, and the radius of the blur circle in pixels. */
export interface FigureLayer {
  readonly figure: Canvas
  readonly cover: Float32Array
  readonly radius: Float32Array
}

/** Positions at which an edge pixel is sampled besides its centre. */
const SUBSAMPLES = [
  [0.2, 0.3],
  [0.8, 0.7],
] as const
const SAMPLES = SUBSAMPLES.length + 1
/** Spacing in pixels at which shadows are computed. */
const GRID = 3

/** Renders the figure without the background. */
export function pictureFigure(field: Field, camera: Camera, rig: Rig): FigureLayer {
  const { width, height } = camera
  const sight = see(field, camera)
  const all = allParts(field)
  const shader = createShader(field, camera, rig)
  const figure = createCanvas(width, height)
  const cover = new Float32Array(width * height)
  const radius = new Float32Array(width * height)
  const dir = new Float64Array(3)
  const light = new Float64Array(3)
  const hit = createHit()
  const occlusion: Occlusion = { key: 0.5, sky: 0.5 }
  const shadows = occlusionGrid(field, all, camera, rig, sight)

  const load = (p: number): Hit => {
    hit.depth = sight.depth[p]!
    hit.piece = sight.piece[p]!
    hit.nx = sight.normal[p * 3]!
    hit.ny = sight.normal[p * 3 + 1]!
    hit.nz = sight.normal[p * 3 + 2]!
    return hit
  }

  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p++) {
      if (sight.piece[p]! < 0) continue
      rayThrough(camera, x + 0.5, y + 0.5, dir)
      shadows(x, y, load(p), dir, occlusion)
      shader(hit, dir, occlusion, light)
      for (let c = 0; c < 3; c++) figure.data[p * 3 + c] = light[c]!
      cover[p] = 1
      radius[p] = blurRadius(camera, hit.depth)
    }

  const parts = createExcerpt(field)
  const smooth = (x: number, y: number): void => {
    const p = y * width + x
    let r = Math.min(figure.data[p * 3]!, 2)
    let g = Math.min(figure.data[p * 3 + 1]!, 2)
    let b = Math.min(figure.data[p * 3 + 2]!, 2)
    let hits = cover[p]!
    for (let n = 0; n < SUBSAMPLES.length; n++) {
      rayThrough(camera, x + SUBSAMPLES[n]![0], y + SUBSAMPLES[n]![1], dir)
      if (!march(camera, parts, dir, hit)) continue
      shadows(x, y, hit, dir, occlusion)
      shader(hit, dir, occlusion, light)
      // A highlight brighter than white would have jagged edges.
      r += Math.min(light[0]!, 2)
      g += Math.min(light[1]!, 2)
      b += Math.min(light[2]!, 2)
      hits++
      radius[p] = blurRadius(camera, hit.depth)
    }
    figure.data[p * 3] = r / SAMPLES
    figure.data[p * 3 + 1] = g / SAMPLES
    figure.data[p * 3 + 2] = b / SAMPLES
    cover[p] = hits / SAMPLES
  }
  for (let ty = 0; ty < height; ty += TILE)
    for (let tx = 0; tx < width; tx += TILE) {
      let ready = false
      for (let y = ty; y < Math.min(ty + TILE, height); y++)
        for (let x = tx; x < Math.min(tx + TILE, width); x++) {
          if (!onEdge(field, sight, x, y)) continue
          if (!ready) lookInto(field, camera, tx, ty, TILE, dir, parts)
          ready = true
          smooth(x, y)
        }
    }
  return { figure, cover, radius }
}

/** Returns true at outlines, depth steps and changes of material. Folds within one material are smooth enough. */
function onEdge(field: Field, { width, height, piece, depth }: Sight, x: number, y: number): boolean {
  const p = y * width + x
  const here = piece[p]!
  const differs = (q: number): boolean => {
    const there = piece[q]!
    if (here === there) return here >= 0 && Math.abs(depth[q]! - depth[p]!) > 0.15
    return (
      here < 0 ||
      there < 0 ||
      materialOf(field, here) !== materialOf(field, there) ||
      Math.abs(depth[q]! - depth[p]!) > 0.15
    )
  }
  return (
    (x > 0 && differs(p - 1)) ||
    (x + 1 < width && differs(p + 1)) ||
    (y > 0 && differs(p - width)) ||
    (y + 1 < height && differs(p + width))
  )
}

/**
 * Computes shadows on a grid of pixels, because they change slowly. Pixels in between use those of the four neighbours that are on the same
 * surface; if none is, they are computed directly.
 */
function occlusionGrid(
  field: Field,
  all: Int32Array,
  camera: Camera,
  rig: Rig,
  sight: Sight,
): (x: number, y: number, hit: Hit, dir: Float64Array, out: Occlusion) => void {
  const { width, height, depth, normal } = sight
  const key = new Float32Array(width * height).fill(-1)
  const sky = new Float32Array(width * height)

  const at = new Float64Array(3)
  const up = new Float64Array(3)
  const probe = new Float64Array(3)
  /** Measures the surface at `t` along `dir` with the normal in `up`. */
  const measure = (t: number, dir: Float64Array, out: Occlusion): void => {
    let facing = 0
    for (let c = 0; c < 3; c++) {
      at[c] = camera.at[c]! + dir[c]! * t + up[c]! * 0.01
      facing += up[c]! * rig.key[c]!
    }
    out.key = facing < -0.36 ? 0 : keyShadow(field, all, rig, at, 4.5, probe)
    out.sky = openSky(field, all, at, up, probe)
  }

  const scratch: Occlusion = { key: 0.5, sky: 0.5 }
  const ray = new Float64Array(3)
  const gridPoint = (gx: number, gy: number): number => {
    const p = gy * width + gx
    if (key[p]! >= 0) return p
    rayThrough(camera, gx + 0.5, gy + 0.5, ray)
    for (let c = 0; c < 3; c++) up[c] = normal[p * 3 + c]!
    measure(depth[p]!, ray, scratch)
    key[p] = scratch.key
    sky[p] = scratch.sky
    return p
  }

  return (x, y, hit, dir, out) => {
    let k = 0
    let s = 0
    let weight = 0
    const x0 = x - (x % GRID)
    const y0 = y - (y % GRID)
    for (let gy = y0; gy <= y0 + GRID && gy < height; gy += GRID)
      for (let gx = x0; gx <= x0 + GRID && gx < width; gx += GRID) {
        const near = (GRID - Math.abs(gx - x)) * (GRID - Math.abs(gy - y))
        if (near === 0) continue
        const q = gy * width + gx
        if (
          sight.piece[q]! < 0 ||
          materialOf(field, sight.piece[q]!) !== materialOf(field, hit.piece) ||
          Math.abs(depth[q]! - hit.depth) > 0.05
        )
          continue
        if (normal[q * 3]! * hit.nx + normal[q * 3 + 1]! * hit.ny + normal[q * 3 + 2]! * hit.nz < 0.86) continue
        gridPoint(gx, gy)
        k += key[q]! * near
        s += sky[q]! * near
        weight += near
      }
    if (weight > 0) {
      out.key = k / weight
      out.sky = s / weight
    } else {
      up[0] = hit.nx
      up[1] = hit.ny
      up[2] = hit.nz
      measure(hit.depth, dir, out)
    }
  }
}
