import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flowBilateral } from '../../../../src/main/generation/local/bilateral.ts'
import { gaussian } from '../../../../src/main/generation/local/blur.ts'
import { turned } from '../../../../src/main/generation/local/cut.ts'
import { SOURCE } from '../../../../src/main/generation/local/kernels/bytes.ts'
import { kuwahara } from '../../../../src/main/generation/local/kuwahara.ts'
import { channels, fromChannels, luma, type Picture, resizePlane } from '../../../../src/main/generation/local/plane.ts'
import { createRandom } from '../../../../src/main/generation/local/random.ts'
import { edgeFlow } from '../../../../src/main/generation/local/structure-tensor.ts'
import { xdog } from '../../../../src/main/generation/local/xdog.ts'
import {
  plainBilateral,
  plainBlur,
  plainFlow,
  plainKuwahara,
  plainLines,
  plainStretch,
  plainTurn,
} from '../../../support/plain-drawing.ts'

/** Rings, edges and noise. The sides are no multiples of four, and one is only two pixels. */
const PICTURES = [picture(61, 43), picture(34, 2), picture(40, 24)]

function picture(width: number, height: number): Picture {
  const random = createRandom(width)
  const plane = (shift: number) => ({
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)]
      const ring = 0.5 + 0.3 * Math.sin(Math.hypot(x - width / 3, y - height / 2) / 2 + shift)
      return (x > width * 0.7 ? 1 - ring : ring) + random.between(-0.06, 0.06)
    }),
  })
  return fromChannels([plane(0), plane(1), plane(2)])
}

function expectSame(one: Float32Array, other: Float32Array, tolerance: number): void {
  expect(one).toHaveLength(other.length)
  expect(Math.max(...one.map((value, i) => Math.abs(value - other[i]!)))).toBeLessThan(tolerance)
}

function expectSamePicture(one: Picture, other: Picture, tolerance: number): void {
  for (const [c, plane] of channels(one).entries()) expectSame(plane.data, channels(other)[c]!.data, tolerance)
}

test('were compiled from their source', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../../src/main/generation/local/kernels/drawing.as'))
  expect(SOURCE, 'Run "npm run kernels".').toBe(createHash('sha256').update(source).digest('hex'))
})

test.each(PICTURES)('give what plain TypeScript gives: $width × $height px', (colours) => {
  const { width, height } = colours
  const tone = luma(colours)
  for (const sigma of [0.6, 2, 2.6, 9]) expectSame(gaussian(tone, sigma).data, plainBlur(tone, sigma).data, 1e-6)
  for (const [wide, high] of [
    [width * 2 + 1, height * 3],
    [17, 5],
    [width, height],
  ] as const)
    expectSame(resizePlane(tone, wide, high).data, plainStretch(tone, wide, high).data, 1e-6)

  const flow = edgeFlow(tone, 2.6)
  const plain = plainFlow(tone, 2.6)
  for (const part of ['tx', 'ty', 'anisotropy'] as const) expectSame(flow[part], plain[part], 1e-4)

  expectSamePicture(flowBilateral(colours, flow, 2.6, 0.11), plainBilateral(colours, flow, 2.6, 0.11), 1e-5)
  expectSamePicture(kuwahara(colours, flow, 3), plainKuwahara(colours, flow, 3), 1e-4)
  const style = { sigma: 1.25, sharpness: 20, threshold: 0.9, steepness: 2, coherence: 3.4 }
  expectSame(xdog(tone, flow, style).data, plainLines(tone, flow, style).data, 1e-3)

  const place = { x: width * 0.45, y: height * 0.6 }
  const plainSides = { left: false, top: true, right: false, bottom: false }
  const { picture: leaning, inside } = turned(colours, place, { tilt: 0.1, mirrored: false }, plainSides, 53, 31)
  for (const [c, plane] of channels(colours).entries())
    expectSame(channels(leaning)[c]!.data, plainTurn(plane, place, 0.1, 53, 31).data, 1e-5)
  // On the left the source ends; above it continues.
  expect([inside.data[15 * 53], inside.data[15 * 53 + 26]]).toEqual([width > 60 ? 1 : 0, 1])
})
