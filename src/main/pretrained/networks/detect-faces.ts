/** Side in px of BlazeFace's square input. */
export const DETECTOR_SIDE = 256

/** A face in pixels of the searched picture. */
export interface Face {
  /** Centre, and the side of a square around the face from brow to chin. */
  readonly x: number
  readonly y: number
  readonly side: number
  /** Clockwise angle of the line through both eyes, in radians. */
  readonly tilt: number
  /** 0..1. */
  readonly score: number
}

/** BlazeFace's output for its anchors: six coarse ones in each cell of 8 × 8, two fine ones in each cell of 16 × 16. */
export interface Detected {
  readonly fineScores: Float32Array
  readonly fineBoxes: Float32Array
  readonly coarseScores: Float32Array
  readonly coarseBoxes: Float32Array
}

/** Numbers per anchor: centre, size, and six points of the face, the eyes first. */
const PER_ANCHOR = 16
/** Values of the package that publishes the network; more faces than this are a crowd. */
const MIN_SCORE = 0.5
const MAX_OVERLAP = 0.3
const MOST_FACES = 4

/** Returns the faces in the square, the most certain first. */
export function facesOf({ fineScores, fineBoxes, coarseScores, coarseBoxes }: Detected): readonly Face[] {
  const found = [...anchored(fineScores, fineBoxes, 16, 2), ...anchored(coarseScores, coarseBoxes, 8, 6)]
  const kept: Face[] = []
  for (const face of found.toSorted((a, b) => b.score - a.score))
    if (kept.length < MOST_FACES && kept.every((other) => overlap(face, other) < MAX_OVERLAP)) kept.push(face)
  return kept
}

function anchored(scores: Float32Array, boxes: Float32Array, cells: number, each: number): readonly Face[] {
  const step = DETECTOR_SIDE / cells
  const faces: Face[] = []
  for (const [at, logit] of scores.entries()) {
    const score = 1 / (1 + Math.exp(-logit))
    if (score < MIN_SCORE) continue
    const cell = Math.floor(at / each)
    const box = boxes.subarray(at * PER_ANCHOR, (at + 1) * PER_ANCHOR)
    faces.push({
      x: ((cell % cells) + 0.5) * step + box[0]!,
      y: (Math.floor(cell / cells) + 0.5) * step + box[1]!,
      side: Math.max(box[2]!, box[3]!),
      tilt: Math.atan2(box[7]! - box[5]!, box[6]! - box[4]!),
      score,
    })
  }
  return faces
}

/** Returns the shared area as a share of the area that both cover. */
function overlap(a: Face, b: Face): number {
  const shared = (one: number, other: number): number =>
    Math.max(0, Math.min(one + a.side / 2, other + b.side / 2) - Math.max(one - a.side / 2, other - b.side / 2))
  const both = shared(a.x, b.x) * shared(a.y, b.y)
  return both / (a.side ** 2 + b.side ** 2 - both)
}
