import { flowBilateral } from './bilateral.ts'
import { blurPicture } from './blur.ts'
import type { Cut } from './cut.ts'
import type { Light } from './grade.ts'
import { kuwahara } from './kuwahara.ts'
import {
  channels,
  clamp,
  fromChannels,
  luma,
  mapPlane,
  percentiles,
  type Picture,
  type Plane,
  resizePlane,
} from './plane.ts'
import type { Random } from './random.ts'
import { edgeFlow, type Flow } from './structure-tensor.ts'
import type { SourceProfile } from './source-profile.ts'

/** The input of an illustration: the framed picture cleaned of print and compression, its tones and its flow. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly profile: SourceProfile
  readonly random: Random
  readonly light: Light
  /** 1 within the source, 0 on the paper around it. */
  readonly inside: Plane
  /** Colours at full size, paper tint removed from drawings. */
  readonly colours: Picture
  /** Luma stretched from ink (0) to paper (1). */
  readonly tone: Plane
  /** The colours as even patches, and their tones: for washes, paint and shading. */
  readonly patches: Picture
  readonly shade: Plane
  readonly flow: Flow
  /** Head centre and height in output px. */
  readonly focus: { readonly x: number; readonly y: number; readonly head: number }
}

const FIELD_LONG_SIDE = 544
const PATCH_RADIUS_PX = 5

export function prepareDrawing(
  cut: Cut,
  profile: SourceProfile,
  focus: Drawing['focus'],
  light: Light,
  random: Random,
): Drawing {
  const { width, height } = cut.picture
  // Enlarged print dots and JPEG blocks measure about one source pixel; half of it in blur merges them and keeps contours.
  const grain = clamp(cut.scale * 0.42, 0.5, 2.2)
  const balanced = balance(cut.picture, profile)
  const rough = blurPicture(balanced, profile.lineArt ? grain * 0.6 : grain)
  const flow = edgeFlow(luma(rough), 2.6)
  const colours = profile.lineArt ? rough : flowBilateral(rough, flow, 2.6, 0.11)
  const patches = calm(colours, PATCH_RADIUS_PX)
  const levels = levelsOf(luma(colours), profile)
  return {
    width,
    height,
    profile,
    random,
    light,
    inside: cut.inside,
    colours,
    patches,
    tone: applyLevels(luma(colours), levels, cut.inside),
    shade: applyLevels(luma(patches), levels, cut.inside),
    flow,
    focus,
  }
}

/** Flattens a picture into even patches: anisotropic Kuwahara on a copy of at most 544 px (`radius` in px of that copy), scaled back. */
function calm(picture: Picture, radius: number): Picture {
  const { width, height } = picture
  const scale = Math.min(1, FIELD_LONG_SIDE / Math.max(width, height))
  const resize = (from: Picture, w: number, h: number): Picture =>
    fromChannels(channels(from).map((plane) => resizePlane(plane, w, h)))
  const small = resize(picture, Math.round(width * scale), Math.round(height * scale))
  return resize(kuwahara(small, edgeFlow(luma(small), 2), radius), width, height)
}

/** Divides drawings and toned photographs by their paper, so that it becomes white; colour photographs stay as they are. */
function balance(picture: Picture, { paper, monochrome, lineArt }: SourceProfile): Picture {
  const [pr, pg, pb] = paper
  const light = Math.max(pr, pg, pb)
  if ((!monochrome && !lineArt) || light < 0.35) return picture
  return fromChannels(
    channels(picture).map((plane, c) => mapPlane(plane, (value) => clamp(value / Math.max(0.2, paper[c]!)))),
  )
}

interface Levels {
  readonly black: number
  readonly white: number
  readonly gamma: number
}

/**
 * Computes levels from the framed tones, and a gamma that maps the median to a light grey, because an ink drawing is mostly white paper.
 */
function levelsOf(tone: Plane, { lineArt }: SourceProfile): Levels {
  const valueAt = percentiles(tone)
  const black = valueAt(lineArt ? 0.01 : 0.015)
  const white = Math.max(black + 0.15, valueAt(lineArt ? 0.8 : 0.975))
  const middle = clamp((valueAt(0.5) - black) / (white - black), 0.08, 0.9)
  return { black, white, gamma: lineArt ? 1 : clamp(Math.log(0.56) / Math.log(middle), 0.5, 1.05) }
}

/** Steps of the lookup table for tones, which avoids computing a power at every pixel. */
const TONES = 16_384

function applyLevels(tone: Plane, { black, white, gamma }: Levels, inside: Plane): Plane {
  const ink = Float32Array.from({ length: TONES + 1 }, (_, i) => 1 - (i / TONES) ** gamma)
  const scale = TONES / (white - black)
  return mapPlane(tone, (value, i) => 1 - ink[clamp((value - black) * scale + 0.5, 0, TONES) | 0]! * inside.data[i]!)
}
