import type { Frame } from './framing.ts'
import { clamp, createPicture, createPlane, type Picture, type Plane } from './plane.ts'
import { cutSource, type Source } from './source.ts'
import type { SourceProfile } from './source-profile.ts'

/** The framed picture at output size, and where the source ends: `inside` is 1 within it and 0 on the paper around it. */
export interface Cut {
  readonly picture: Picture
  readonly inside: Plane
  /** Output px per source px: far above 1 means that there is little detail to draw from. */
  readonly scale: number
}

/** Cuts, scales (Lanczos-3) and turns (bicubic) the frame; beyond the source its border colours continue. */
export async function cutFrame(
  source: Source,
  frame: Frame,
  plain: SourceProfile['plain'],
  width: number,
  height: number,
): Promise<Cut> {
  const scale = height / frame.height
  const [cos, sin] = [Math.cos(frame.tilt), Math.sin(frame.tilt)]
  const halfWidth = (frame.width * cos + frame.height * Math.abs(sin)) / 2 + 2
  const halfHeight = (frame.width * Math.abs(sin) + frame.height * cos) / 2 + 2
  const left = clamp(Math.floor(frame.x - halfWidth), 0, source.width - 1)
  const top = clamp(Math.floor(frame.y - halfHeight), 0, source.height - 1)
  const right = clamp(Math.ceil(frame.x + halfWidth), left + 1, source.width)
  const bottom = clamp(Math.ceil(frame.y + halfHeight), top + 1, source.height)
  const part = { left, top, width: right - left, height: bottom - top }
  const partWidth = Math.max(1, Math.round(part.width * scale))
  const partHeight = Math.max(1, Math.round(part.height * scale))
  const scaled = await cutSource(source, part, partWidth, partHeight)
  const picture = createPicture(width, height)
  const inside = createPlane(width, height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const u = (frame.mirrored ? width - 1 - x : x) + 0.5 - width / 2
      const v = y + 0.5 - height / 2
      const px = (frame.x - left) * scale + u * cos - v * sin - 0.5
      const py = (frame.y - top) * scale + u * sin + v * cos - 0.5
      // Where a border is even, the background simply goes on: that is not the end of the picture.
      const beyond = Math.max(
        plain.left ? -1 : -px,
        plain.top ? -1 : -py,
        plain.right ? -1 : px - partWidth + 1,
        plain.bottom ? -1 : py - partHeight + 1,
      )
      inside.data[i] = beyond <= 0 ? 1 : Math.max(0, 1 - beyond)
      bicubic(scaled, px, py, picture, i)
    }
  return { picture, inside, scale }
}

/** Catmull-Rom, clamped to the range of an image. */
function bicubic(from: Picture, px: number, py: number, to: Picture, i: number): void {
  const { width, height } = from
  const cx = clamp(px, 0, width - 1)
  const cy = clamp(py, 0, height - 1)
  const x0 = Math.floor(cx)
  const y0 = Math.floor(cy)
  const [wx0, wx1, wx2, wx3] = catmullRom(cx - x0)
  const wy = catmullRom(cy - y0)
  const xa = x0 > 0 ? x0 - 1 : 0
  const xb = x0 + 1 < width ? x0 + 1 : width - 1
  const xc = x0 + 2 < width ? x0 + 2 : width - 1
  let r = 0
  let g = 0
  let b = 0
  for (let k = 0; k < 4; k++) {
    const y = y0 + k - 1
    const row = (y < 0 ? 0 : y >= height ? height - 1 : y) * width
    const w = wy[k]!
    r += w * (wx0 * from.r[row + xa]! + wx1 * from.r[row + x0]! + wx2 * from.r[row + xb]! + wx3 * from.r[row + xc]!)
    g += w * (wx0 * from.g[row + xa]! + wx1 * from.g[row + x0]! + wx2 * from.g[row + xb]! + wx3 * from.g[row + xc]!)
    b += w * (wx0 * from.b[row + xa]! + wx1 * from.b[row + x0]! + wx2 * from.b[row + xb]! + wx3 * from.b[row + xc]!)
  }
  to.r[i] = clamp(r)
  to.g[i] = clamp(g)
  to.b[i] = clamp(b)
}

function catmullRom(t: number): readonly [number, number, number, number] {
  const t2 = t * t
  const t3 = t2 * t
  return [-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1, -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2]
}
