import sharp from 'sharp'
import type { Variant } from '../../domain/prompt.ts'
import { comic } from './comic.ts'
import { cutFrame } from './cut.ts'
import { chooseFrame, type Frame } from './framing.ts'
import { gouache } from './gouache.ts'
import { lightOf } from './grade.ts'
import { charcoal, halftone, pen } from './ink.ts'
import { type Picture, type Plane } from './plane.ts'
import { createRandom, mixSeed } from './random.ts'
import { reframe } from './reframe.ts'
import { prepareDrawing, type Drawing } from './drawing.ts'
import { cutSource, loadSource } from './source.ts'
import { findSubject, type Subject } from './subject.ts'
import { profileSource } from './source-profile.ts'
import { watercolour } from './watercolour.ts'

/** One picture to render. Structured-cloneable; the same job always gives the same bytes. */
export interface RenderJob {
  /** Path of the source picture. */
  readonly source: string
  readonly variant: Variant
  /** uint32. */
  readonly seed: number
  /** Width to height, as in "3:2". */
  readonly aspectRatio: string
  /** The prompt's camera angle; "dutch angle" tilts the frame. */
  readonly angle?: string | undefined
  /** The prompt's light; "lamplight" warms the colours. */
  readonly light?: string | undefined
  /** Number of retries so far: every attempt is framed differently. */
  readonly attempt?: number | undefined
}

/** A JPEG (quality 92, 4:4:4). */
export interface Rendering {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

const LONG_SIDE = 1024
const ANALYSIS_SIDE = 192

const ILLUSTRATIONS: Record<Exclude<Variant, 'reframe'>, (drawing: Drawing) => Picture | Plane> = {
  pen,
  charcoal,
  halftone,
  watercolour,
  gouache,
  comic,
}

/** Renders one picture; meant for a worker thread. Throws BAD_INPUT when the source cannot be read. */
export async function render(job: RenderJob): Promise<Rendering> {
  const { variant, seed, attempt = 0 } = job
  const source = await loadSource(job.source)
  const scale = ANALYSIS_SIDE / Math.max(source.width, source.height)
  const whole = { left: 0, top: 0, width: source.width, height: source.height }
  const side = (length: number): number => Math.max(8, Math.round(length * scale))
  const small = await cutSource(source, whole, side(source.width), side(source.height))
  const profile = profileSource(small)
  const subject = findSubject(small, profile.monochrome)
  const widest = variant === 'reframe' ? widestAround(subject, source) : Infinity
  const size = outputSize(job.aspectRatio, widest)
  // Techniques that fade to paper may show a whole figure; pictures that fill the sheet may only continue an even background.
  const vignette = variant === 'watercolour' || variant === 'charcoal' || variant === 'pen'
  const plain = profile.plain.left && profile.plain.right && profile.plain.top
  const frame = chooseFrame({
    source,
    subject,
    aspect: size.width / size.height,
    paper: variant === 'reframe' ? 'never' : plain || vignette ? 'free' : 'needed',
    paperBelow: profile.plain.bottom,
    dutch: /dutch/i.test(job.angle ?? ''),
    seed,
    attempt,
  })
  const cut = await cutFrame(source, frame, profile.plain, size.width, size.height)
  const random = createRandom(mixSeed(seed, attempt, 0xa11))
  const light = lightOf(job.light)
  if (variant === 'reframe') return encode(reframe(cut.picture, cut.scale, light, random, profile.monochrome))
  const drawing = prepareDrawing(cut, profile, placeOf(subject, source, frame, size.height), light, random)
  return encode(ILLUSTRATIONS[variant](drawing))
}

/** Least share of a photograph's height that a crop keeps when no face was found (our own threshold, from the real sets). */
const LEAST_HEIGHT = 0.7

/**
 * Returns the widest aspect ratio for a photograph, which has no paper around it: keeping a whole head, or most of the height when none was
 * found, overrides the requested shape.
 */
export function widestAround(
  { sure, head }: Subject,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  return width / ((sure ? head * 1.7 : LEAST_HEIGHT) * height)
}

/**
 * Returns a size with a long side of 1024 px and the other by the aspect ratio ("3:2"), which may be narrowed to `widest`. A malformed
 * ratio gives a square.
 */
export function outputSize(aspectRatio: string, widest = Infinity): { width: number; height: number } {
  const [across, down] = aspectRatio.split(':').map(Number)
  const requested = across && down && across > 0 && down > 0 ? across / down : 1
  const aspect = Math.min(3, Math.max(1 / 3, Math.min(requested, widest)))
  return aspect >= 1
    ? { width: LONG_SIDE, height: Math.round(LONG_SIDE / aspect) }
    : { width: Math.round(LONG_SIDE * aspect), height: LONG_SIDE }
}

function placeOf(
  subject: Subject,
  source: { readonly width: number; readonly height: number },
  frame: Frame,
  outHeight: number,
): Drawing['focus'] {
  const scale = outHeight / frame.height
  const dx = subject.x * source.width - frame.x
  const dy = subject.y * source.height - frame.y
  const x = (dx * Math.cos(frame.tilt) + dy * Math.sin(frame.tilt)) * (frame.mirrored ? -1 : 1)
  const y = dy * Math.cos(frame.tilt) - dx * Math.sin(frame.tilt)
  return {
    x: (x + frame.width / 2) * scale,
    y: (y + frame.height / 2) * scale,
    head: subject.head * source.height * scale,
  }
}

async function encode(image: Picture | Plane): Promise<Rendering> {
  const { width, height } = image
  const planes = 'data' in image ? [image.data] : [image.r, image.g, image.b]
  const channels = planes.length === 1 ? 1 : 3
  const pixels = new Uint8ClampedArray(width * height * channels)
  planes.forEach((plane, c) => {
    for (let i = 0; i < plane.length; i++) pixels[i * channels + c] = plane[i]! * 255
  })
  const bytes = await sharp(pixels, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer()
  return { bytes, width, height }
}
