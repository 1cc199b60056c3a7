import type { Frame } from './framing.ts'
import { kernel, places, put, take } from './kernels/memory.ts'
import { clamp, type Picture, type Plane } from './plane.ts'
import { cutSource, type Source } from './source.ts'
import type { SourceProfile } from './source-profile.ts'

const weave = kernel('weave')
const turn = kernel('turn')

/** The framed picture at output size; `inside` is 1 within the source and 0 on the paper around it. */
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
  const place = { x: (frame.x - left) * scale, y: (frame.y - top) * scale }
  return { ...turned(scaled, place, frame, plain, width, height), scale }
}

/** Returns the turned picture centred on `place`: Catmull-Rom, clamped to the range of an image. */
export function turned(
  { width: wide, height: high, r, g, b }: Picture,
  place: { readonly x: number; readonly y: number },
  { tilt, mirrored }: Pick<Frame, 'tilt' | 'mirrored'>,
  plain: SourceProfile['plain'],
  width: number,
  height: number,
): Omit<Cut, 'scale'> {
  const from = wide * high
  const count = width * height
  const most = Math.max(from, count) * 12
  const [rgb = 0, woven = 0, inside = 0] = places(most, from * 16, count * 4)
  put(rgb, r, g, b)
  weave(rgb, from, woven)
  // Where a border is even, the background simply continues, so that the picture does not end there.
  const open = [plain.left, plain.top, plain.right, plain.bottom].reduce(
    (bits, goesOn, i) => bits + (goesOn ? 1 << i : 0),
    0,
  )
  const [cos, sin, step] = [Math.cos(tilt), Math.sin(tilt), mirrored ? -1 : 1]
  turn(woven, wide, high, place.x, place.y, cos, sin, step, open, width, height, rgb, inside)
  return {
    picture: { width, height, r: take(rgb, count), g: take(rgb, count, 1), b: take(rgb, count, 2) },
    inside: { width, height, data: take(inside, count) },
  }
}
