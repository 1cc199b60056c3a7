import type { Size } from './bucket/cut.ts'
import { ofRatio, type Rect } from './crop-rect.ts'

/** A detected face: its centre and the side of a square from brow to chin, in px. */
export interface FoundFace {
  readonly x: number
  readonly y: number
  readonly side: number
}

/** Position of the face's centre from the top of a crop: the eyes then lie on the upper third, as portraits are framed. */
const FACE_DOWN = 0.4
/** Space above the brow for hair and some air, in sides of the face. */
const HEADROOM = 0.6

/** Returns the largest crop of a ratio within a rectangle around the largest face, with the whole head where possible. */
export function aroundFace(faces: readonly FoundFace[], within: Rect, ratio: number, frame: Size): Rect | null {
  const [face] = faces.toSorted((a, b) => b.side - a.side)
  if (!face) return null
  const { height } = ofRatio(within, ratio, frame)
  const top = Math.min(face.y / frame.height - FACE_DOWN * height, headTop(face) / frame.height)
  return ofRatio(within, ratio, frame, { x: face.x / frame.width, y: top + height / 2 })
}

const headTop = ({ y, side }: FoundFace): number => y - side * (0.5 + HEADROOM)
