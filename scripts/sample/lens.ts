import type { Canvas } from './backdrop.ts'
import { createCanvas } from './backdrop.ts'
import { clamp } from './vector.ts'

const halved = ({ width, height, data }: Canvas): Canvas => {
  const out = createCanvas(Math.max(1, width >> 1), Math.max(1, height >> 1))
  for (let y = 0, o = 0; y < out.height; y++)
    for (let x = 0; x < out.width; x++)
      for (let c = 0; c < 3; c++) {
        const i = (y * 2 * width + x * 2) * 3 + c
        const down = y * 2 + 1 < height ? width * 3 : 0
        const right = x * 2 + 1 < width ? 3 : 0
        out.data[o++] = (data[i]! + data[i + right]! + data[i + down]! + data[i + down + right]!) / 4
      }
  return out
}

function bilinear({ width, height, data }: Canvas, x: number, y: number, c: number): number {
  const cx = clamp(x, 0, width - 1)
  const cy = clamp(y, 0, height - 1)
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)]
  const i = (y0 * width + x0) * 3 + c
  const right = x0 + 1 < width ? 3 : 0
  const down = y0 + 1 < height ? width * 3 : 0
  const [fx, fy] = [cx - x0, cy - y0]
  const top = data[i]! + (data[i + right]! - data[i]!) * fx
  return top + (data[i + down]! + (data[i + down + right]! - data[i + down]!) * fx - top) * fy
}

/** Blurs the background by a radius per pixel, sampled from ever smaller copies of the picture. */
export function defocus(canvas: Canvas, radius: Float32Array): Canvas {
  const levels = [canvas]
  while (levels.length < 6) levels.push(halved(levels.at(-1)!))
  const out = createCanvas(canvas.width, canvas.height)
  for (let y = 0, p = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++, p++) {
      const level = clamp(Math.log2(Math.max(1, radius[p]!)), 0, levels.length - 1.001)
      const [low, t] = [Math.floor(level), level % 1]
      const [a, b] = [levels[low]!, levels[low + 1]!]
      for (let c = 0; c < 3; c++) {
        const fine = bilinear(a, (x + 0.5) / (1 << low) - 0.5, (y + 0.5) / (1 << low) - 0.5, c)
        const coarse = t === 0 ? fine : bilinear(b, (x + 0.5) / (2 << low) - 0.5, (y + 0.5) / (2 << low) - 0.5, c)
        out.data[p * 3 + c] = fine + (coarse - fine) * t
      }
    }
  return out
}

const TAPS = Array.from({ length: 14 }, (_, i) => {
  const r = Math.sqrt((i + 0.5) / 14)
  return [Math.cos(i * 2.39996) * r, Math.sin(i * 2.39996) * r] as const
})

/** Blurs the figure (colour times cover, and cover) by a radius per pixel, gathering over a disc. */
export function soften(
  figure: Canvas,
  cover: Float32Array,
  radius: Float32Array,
): { figure: Canvas; cover: Float32Array } {
  const { width, height, data } = figure
  const out = { width, height, data: data.slice() }
  const outCover = cover.slice()
  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p++) {
      const r = radius[p]!
      if (r < 0.75) continue
      let [red, green, blue, alpha] = [0, 0, 0, 0]
      for (const [dx, dy] of TAPS) {
        const q = clamp(Math.round(y + dy * r), 0, height - 1) * width + clamp(Math.round(x + dx * r), 0, width - 1)
        red += data[q * 3]!
        green += data[q * 3 + 1]!
        blue += data[q * 3 + 2]!
        alpha += cover[q]!
      }
      out.data[p * 3] = red / TAPS.length
      out.data[p * 3 + 1] = green / TAPS.length
      out.data[p * 3 + 2] = blue / TAPS.length
      outCover[p] = alpha / TAPS.length
    }
  return { figure: out, cover: outCover }
}
