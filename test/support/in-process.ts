import { type Drawer, drawScaled, drawTile } from '../../src/main/evaluation/draw-picture.ts'
import { fitAnswer, fitBase, type PictureDecoder } from '../../src/main/generation/replicate/fit-picture.ts'

/** Drawing in this process, where the app uses a decoder process. */
export const draw: Drawer = { tile: drawTile, scaled: drawScaled }
export const pictures: PictureDecoder = { fitBase, fitAnswer }
