import { type Drawer, drawScaled, drawTile } from '../../src/main/evaluation/draw-picture.ts'
import { fitAnswer, fitBase, type PictureDecoder } from '../../src/main/generation/replicate/fit-picture.ts'

/** What the app does in processes of their own, in this one. */
export const draw: Drawer = { tile: drawTile, scaled: drawScaled }
export const pictures: PictureDecoder = { fitBase, fitAnswer }
