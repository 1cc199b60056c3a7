import sharp from 'sharp'
import { createCanvas, paintBackdrop } from './backdrop.ts'
import { cameraOf } from './camera.ts'
import { packField } from './field.ts'
import { SCULPT } from './figures/index.ts'
import { addGrain, expose } from './film.ts'
import { layFloor } from './floor.ts'
import { defocus, soften } from './lens.ts'
import { rigOf } from './light.ts'
import { pictureFigure } from './picture.ts'
import type { FigureName, Shot } from './shot.ts'
import { scale } from './vector.ts'

/** A photograph to render. Can be cloned between threads. */
export interface FigureJob {
  readonly actor: FigureName
  readonly shot: Shot
  /** Selects the background and the grain; the figure itself depends only on the shot. */
  readonly seed: number
  /** Size of the picture in pixels. */
  readonly size: { readonly width: number; readonly height: number }
  readonly format: 'jpeg' | 'png'
}

export interface Photograph {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** Traced pixels per pixel of the picture's side. The grain is added at full resolution. */
const TRACED = 0.5
const VIGNETTE = 0.32

/**
 * Renders a photograph of a figure. The same job gives the same picture. Takes about a second of computation, so call it in a worker
 * thread.
 */
export async function renderFigure(job: FigureJob): Promise<Photograph> {
  const { shot, size } = job
  const monochrome = shot.monochrome ?? false
  const width = Math.round(size.width * TRACED)
  const height = Math.round(size.height * TRACED)
  const raw = { width, height, channels: 3 } as const
  const { data } = await sharp(expose(trace(job, width, height), monochrome, VIGNETTE), { raw })
    .resize(size.width, size.height, { kernel: 'lanczos3', fit: 'fill' })
    .sharpen({ sigma: 0.9, m1: 0.6, m2: 1.6 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = new Uint8Array(data)
  const dim = shot.light === 'night' || shot.light === 'noir'
  addGrain(pixels, size.width, monochrome, dim || monochrome ? 7 : 4.5, job.seed ^ 0x5bd1e995)
  const image = sharp(pixels, { raw: { ...size, channels: 3 } })
  const encoded = job.format === 'png' ? image.png() : image.jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
  return { bytes: new Uint8Array(await encoded.toBuffer()), ...size }
}

/** Traces the light that reaches the film. */
function trace({ actor, shot, seed }: FigureJob, width: number, height: number) {
  const field = packField(SCULPT[actor](shot.pose, shot.expression))
  const camera = cameraOf(shot, width, height)
  const rig = rigOf(shot.light, [camera.right, camera.up, scale(camera.forward, -1)])
  const { canvas, ground } = paintBackdrop(shot, width, height, seed)
  const blur = layFloor(canvas, ground, shot.backdrop === 'paper', field, camera, rig)
  const behind = defocus(canvas, blur)
  const layer = pictureFigure(field, camera, rig)
  const { figure, cover } = soften(layer.figure, layer.cover, layer.radius)
  const light = createCanvas(width, height)
  for (let p = 0; p < cover.length; p++)
    for (let c = p * 3; c < p * 3 + 3; c++) light.data[c] = figure.data[c]! + behind.data[c]! * (1 - cover[p]!)
  return light
}
