import { expect, test } from 'vitest'
import { facesOf } from '../../../src/main/pretrained/networks/detect-faces.ts'
import { cutSquare } from '../../../src/main/pretrained/networks/sample.ts'

function detected(
  faces: readonly { readonly anchor: number; readonly logit: number; readonly box: readonly number[] }[],
) {
  const none = (count: number) => ({ scores: new Float32Array(count).fill(-20), boxes: new Float32Array(count * 16) })
  const [fine, coarse] = [none(512), none(384)]
  for (const { anchor, logit, box } of faces) {
    coarse.scores[anchor] = logit
    coarse.boxes.set(box, anchor * 16)
  }
  return { fineScores: fine.scores, fineBoxes: fine.boxes, coarseScores: coarse.scores, coarseBoxes: coarse.boxes }
}

test('a face is where its anchor and its box say, tilted as its eyes are; the surer of two that overlap is kept', () => {
  const level = [0, 0, 60, 50, -10, 0, 10, 0]
  const found = facesOf(
    detected([
      { anchor: (2 * 8 + 3) * 6, logit: 3, box: [4, 0, 60, 50, -10, -10, 10, 10] },
      { anchor: (2 * 8 + 3) * 6 + 1, logit: 2, box: level },
      { anchor: (7 * 8 + 7) * 6, logit: 1, box: level },
      { anchor: 0, logit: -1, box: level },
    ]),
  )
  expect(found).toHaveLength(2)
  expect(found[0]).toMatchObject({ x: 3.5 * 32 + 4, y: 2.5 * 32, side: 60 })
  expect(found[0]?.tilt).toBeCloseTo(Math.PI / 4)
  expect(found[1]).toMatchObject({ x: 240, y: 240, tilt: 0 })
})

test('a square is cut out with the eyes level, and black beyond the picture', () => {
  // Red increases to the right.
  const picture = {
    width: 8,
    height: 8,
    data: Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 0 ? ((i / 3) % 8) * 10 : 0)),
  }
  const red = (values: Float32Array) => [0, 1, 2, 3].map((i) => Math.round(values[i * 3]!))
  expect(red(cutSquare(picture, { x: 4, y: 4, side: 4, tilt: 0 }, 2))).toEqual([25, 45, 25, 45])
  expect(red(cutSquare(picture, { x: 4, y: 4, side: 4, tilt: Math.PI / 2 }, 2))).toEqual([45, 45, 25, 25])
  expect(red(cutSquare(picture, { x: -4, y: 4, side: 4, tilt: 0 }, 2))).toEqual([0, 0, 0, 0])
})
