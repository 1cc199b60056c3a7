import { gaussian } from './blur.ts'
import { createPlane, luma, type Picture, type Plane } from './plane.ts'

/** Position of the figure, as fractions of the source's width and height. */
export interface Subject {
  /** Centre of the head. */
  readonly x: number
  readonly y: number
  /** Height of the head. */
  readonly head: number
  /** Highest point that must stay in the picture. */
  readonly top: number
  /** True when skin was found where a face would be: only then a close crop is safe. */
  readonly sure: boolean
}

/**
 * Finds the figure without a face detector, as a guess. Colour: mean shift over skin-coloured pixels (Cb 77–127, Cr 133–173: Chai & Ngan
 * 1999) under a prior for the upper middle. Otherwise: the top of the mass that differs from the border and has edges.
 */
export function findSubject(small: Picture, monochrome: boolean): Subject {
  const silhouette = findSilhouette(small)
  return (monochrome ? null : findFace(small, silhouette)) ?? silhouette
}

function findFace(small: Picture, silhouette: Subject): Subject | null {
  const { width, height, r, g, b } = small
  const skin = createPlane(width, height)
  const tone = luma(small).data
  for (let i = 0; i < skin.data.length; i++) {
    const cb = 0.5 + (b[i]! - tone[i]!) * 0.5389
    const cr = 0.5 + (r[i]! - tone[i]!) * 0.635
    const isSkin =
      cb > 0.3 && cb < 0.49 && cr > 0.53 && cr < 0.68 && r[i]! > g[i]! && g[i]! > b[i]! * 0.85 && tone[i]! > 0.2
    if (!isSkin) continue
    const px = ((i % width) / width - 0.5) / 0.28
    const py = (Math.floor(i / width) / height - 0.36) / 0.24
    skin.data[i] = Math.exp(-(px * px + py * py) / 2)
  }
  const reach = Math.min(width, height) * 0.09
  const smooth = gaussian(skin, reach)
  const peak = smooth.data.reduce((best, value, i) => (value > smooth.data[best]! ? i : best), 0)
  if (smooth.data[peak]! < 0.18) return null
  let x = peak % width
  let y = Math.floor(peak / width)
  let mass = 0
  const window = reach * 2.4
  for (let round = 0; round < 8; round++) {
    let [sx, sy] = [0, 0]
    mass = 0
    for (let py = Math.max(0, Math.floor(y - window)); py < Math.min(height, y + window); py++)
      for (let px = Math.max(0, Math.floor(x - window)); px < Math.min(width, x + window); px++) {
        if (skin.data[py * width + px] === 0 || Math.hypot(px - x, py - y) > window) continue
        mass++
        sx += px
        sy += py
      }
    if (mass === 0) return null
    x = sx / mass
    y = sy / mass
  }
  // A face is an ellipse about 1.35 times as high as wide; hair adds a quarter on top.
  const face = Math.sqrt((mass / 0.75) * 1.35)
  const head = Math.min(0.6, (face * 1.2) / height)
  // Hair and hats are not skin, so the silhouette may begin higher; the limit keeps a busy background from counting as a hat.
  const crown = y / height - head * 0.72
  const top = Math.max(0, Math.min(crown, Math.max(silhouette.top, crown - head * 0.35)))
  if (head < 0.05 || Math.abs(x / width - silhouette.x) > 0.4) return null
  return { x: x / width, y: y / height, head, top, sure: true }
}

function findSilhouette(small: Picture): Subject {
  const { width, height } = small
  const mass = figureMass(small)
  const rows = new Float64Array(height)
  for (let y = 0; y < height; y++)
    for (let x = Math.floor(width * 0.12); x < width * 0.88; x++) rows[y]! += mass.data[y * width + x]!
  const most = rows.reduce((best, value) => Math.max(best, value), 1e-9)
  const first = rows.findIndex((value) => value > most * 0.2)
  const last =
    height -
    1 -
    rows
      .slice()
      .reverse()
      .findIndex((value) => value > most * 0.2)
  const figure = Math.max(0.3, (last - first) / height)
  const band = Math.max(2, Math.round(figure * 0.28 * height))
  let [total, sx] = [1e-9, 0]
  for (let y = first; y < Math.min(height, first + band); y++)
    for (let x = 0; x < width; x++) {
      total += mass.data[y * width + x]!
      sx += mass.data[y * width + x]! * x
    }
  const head = Math.min(0.32, figure * 0.26)
  const top = Math.max(0, first / height - 0.02)
  // The centre is a safe guess, so the measured position is weighted down towards it.
  return { x: 0.5 + (sx / total / width - 0.5) * 0.85, y: Math.min(0.5, top + head * 0.6), head, top, sure: false }
}

/** Returns the difference from the nearest border colours plus edge energy, weighted towards the middle. */
function figureMass(small: Picture): Plane {
  const { width, height } = small
  const tone = gaussian(luma(small), 1.2)
  const edgeOf = (y: number): [number, number] => {
    let [left, right] = [0, 0]
    for (let x = 0; x < 4; x++) {
      left += tone.data[y * width + x]! / 4
      right += tone.data[y * width + width - 1 - x]! / 4
    }
    return [left, right]
  }
  const raw = createPlane(width, height)
  for (let y = 1; y < height - 1; y++) {
    const [left, right] = edgeOf(y)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const value = tone.data[i]!
      const edge = Math.hypot(tone.data[i + 1]! - tone.data[i - 1]!, tone.data[i + width]! - tone.data[i - width]!)
      const centre = (x / width - 0.5) / 0.38
      raw.data[i] =
        (Math.min(Math.abs(value - left), Math.abs(value - right)) + edge * 1.5) * Math.exp(-(centre * centre) / 2)
    }
  }
  return gaussian(raw, Math.min(width, height) * 0.02)
}
