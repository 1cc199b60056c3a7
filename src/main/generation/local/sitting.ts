import { flowBilateral } from './bilateral.ts'
import { blurPicture } from './blur.ts'
import type { Cut } from './cut.ts'
import type { Light } from './grade.ts'
import { kuwahara } from './kuwahara.ts'
import { channels, clamp, fromChannels, luma, mapPlane, percentile, type Picture, type Plane, resizePlane } from './plane.ts'
import type { Random } from './random.ts'
import { edgeFlow, type Flow } from './structure-tensor.ts'
import type { Traits } from './traits.ts'

/** All that an illustration is drawn from: the framed picture cleaned of print and compression, its tones and its flow. */
export interface Sitting {
  readonly width: number
  readonly height: number
  readonly traits: Traits
  readonly random: Random
  readonly light: Light
  /** 1 within the source, 0 on the paper around it. */
  readonly inside: Plane
  /** Colours at full size, paper tint removed from drawings. */
  readonly colours: Picture
  /** Luma stretched from ink (0) to paper (1). */
  readonly tone: Plane
  /** The same as calm areas of tone, for shading. */
  readonly shade: Plane
  readonly flow: Flow
  /** Head centre and height in output px. */
  readonly focus: { readonly x: number; readonly y: number; readonly head: number }
}

const FIELD_LONG_SIDE = 640

export function prepareSitting(
  cut: Cut,
  traits: Traits,
  focus: Sitting['focus'],
  light: Light,
  random: Random,
): Sitting {
  const { width, height } = cut.picture
  // Enlarged print dots and JPEG blocks measure about one source pixel; half of it in blur merges them and keeps contours.
  const grain = clamp(cut.scale * 0.42, 0.5, 2.2)
  const balanced = balance(cut.picture, traits)
  const rough = blurPicture(balanced, traits.lineArt ? grain * 0.6 : grain)
  const flow = edgeFlow(luma(rough), 2.6)
  const colours = traits.lineArt ? rough : flowBilateral(rough, flow, 2.6, 0.11)
  const tone = stretch(luma(colours), traits, cut.inside)
  const field = calm(fromChannels([tone, tone, tone]), 5)
  return {
    width,
    height,
    traits,
    random,
    light,
    inside: cut.inside,
    colours,
    tone,
    shade: { width, height, data: field.r },
    flow,
    focus,
  }
}

/** The picture as even patches: anisotropic Kuwahara on a copy of at most 640 px (`radius` in px of that copy), scaled back. */
export function calm(picture: Picture, radius: number, rounds = 1): Picture {
  const { width, height } = picture
  const scale = Math.min(1, FIELD_LONG_SIDE / Math.max(width, height))
  const resize = (from: Picture, w: number, h: number): Picture =>
    fromChannels(channels(from).map((plane) => resizePlane(plane, w, h)))
  let small = resize(picture, Math.round(width * scale), Math.round(height * scale))
  for (let round = 0; round < rounds; round++) small = kuwahara(small, edgeFlow(luma(small), 2), radius)
  return resize(small, width, height)
}

/** Divides drawings and toned photographs by their paper, so that it becomes white; colour photographs stay as they are. */
function balance(picture: Picture, { paper, monochrome, lineArt }: Traits): Picture {
  const [pr, pg, pb] = paper
  const light = Math.max(pr, pg, pb)
  if ((!monochrome && !lineArt) || light < 0.35) return picture
  return fromChannels(
    channels(picture).map((plane, c) => mapPlane(plane, (value) => clamp(value / Math.max(0.2, paper[c]!)))),
  )
}

/** Levels from what is actually in the frame, then a gamma that brings the middle to a light grey: ink lives on white paper. */
function stretch(tone: Plane, traits: Traits, inside: Plane): Plane {
  const black = percentile(tone, traits.lineArt ? 0.01 : 0.015)
  const white = Math.max(black + 0.15, percentile(tone, traits.lineArt ? 0.8 : 0.975))
  const levels = mapPlane(tone, (value) => clamp((value - black) / (white - black)))
  const gamma = traits.lineArt ? 1 : clamp(Math.log(0.56) / Math.log(clamp(percentile(levels, 0.5), 0.08, 0.9)), 0.5, 1.5)
  return mapPlane(levels, (value, i) => 1 - (1 - value ** gamma) * inside.data[i]!)
}
