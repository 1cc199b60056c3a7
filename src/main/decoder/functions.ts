import { drawScaled, drawTile } from '../evaluation/draw-picture.ts'
import { createEye } from '../evaluation/local/eye.ts'
import { inspect } from '../evaluation/local/inspect.ts'
import { createMeasureMany } from '../evaluation/local/measure-many.ts'
import { createMeasure } from '../evaluation/local/measure.ts'
import { render } from '../generation/local/render.ts'
import { fitAnswer, fitBase } from '../generation/replicate/fit-picture.ts'
import { imageExtension } from '../media/check-image.ts'
import { dragIcon } from '../media/drag-icon.ts'
import { drawThumbnail } from '../media/draw-thumbnail.ts'
import { toJpeg } from '../media/to-jpeg.ts'
import { createEmbedImages, createEmbedTexts } from '../pretrained/networks/embed.ts'
import { createFindFaces, createLookForFaces } from '../pretrained/networks/find-faces.ts'
import { createNetworks } from '../pretrained/networks/sessions.ts'
import { createFindCrop } from '../training/image/find-crop.ts'
import { lookAt } from '../training/check/look-at.ts'
import { prepare } from '../training/image/prepare.ts'

/** A process keeps its networks loaded as long as it lives. */
const measure = createMeasure(createEye())
const networks = createNetworks()

/** Functions that decode untrusted images, in separate processes that may crash without affecting anything else. */
export const functions = {
  measure,
  measureMany: createMeasureMany(measure),
  inspect,
  render,
  drawThumbnail,
  toJpeg,
  findCrop: createFindCrop(createLookForFaces(networks)),
  prepare,
  embedImages: createEmbedImages(networks),
  embedTexts: createEmbedTexts(networks),
  findFaces: createFindFaces(networks),
  drawTile,
  drawScaled,
  fitBase,
  fitAnswer,
  lookAt,
  dragIcon,
  imageExtension,
}

export type Decoder = typeof functions
