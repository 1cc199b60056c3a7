import { expect, test } from 'vitest'
import { gaussian } from '../../../../src/main/generation/local/blur.ts'
import { dotScreen } from '../../../../src/main/generation/local/dot-screen.ts'
import { kuwahara } from '../../../../src/main/generation/local/kuwahara.ts'
import { hexToLab, labToRgb, mapLab } from '../../../../src/main/generation/local/oklab.ts'
import { PALETTES } from '../../../../src/main/generation/local/palette.ts'
import { createPlane, fromChannels, luma, type Plane } from '../../../../src/main/generation/local/plane.ts'
import { createRandom, mixSeed } from '../../../../src/main/generation/local/random.ts'
import { edgeFlow } from '../../../../src/main/generation/local/structure-tensor.ts'
import { xdog } from '../../../../src/main/generation/local/xdog.ts'

const fill = (width: number, height: number, at: (x: number, y: number) => number): Plane => {
  const plane = createPlane(width, height)
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = at(i % width, Math.floor(i / width))
  return plane
}

test.each([0.6, 1.9, 2.3, 5, 22])(
  'a blur of %f px leaves an even plane even and spreads a point by that much',
  (sigma) => {
    const even = gaussian(
      fill(60, 40, () => 0.4),
      sigma,
    )
    expect(Math.max(...even.data)).toBeCloseTo(0.4, 4)
    expect(Math.min(...even.data)).toBeCloseTo(0.4, 4)
    const point = gaussian(
      fill(301, 201, (x, y) => (x === 150 && y === 100 ? 1 : 0)),
      sigma,
    )
    let [total, spread] = [0, 0]
    point.data.forEach((value, i) => {
      total += value
      spread += value * ((i % 301) - 150) ** 2
    })
    expect(total).toBeCloseTo(1, 2)
    expect(Math.sqrt(spread / total) / sigma).toBeGreaterThan(0.9)
    expect(Math.sqrt(spread / total) / sigma).toBeLessThan(1.1)
  },
)

test('lines appear at an edge, run along it, and nowhere else', () => {
  const step = fill(80, 60, (x) => (x < 40 ? 0.85 : 0.65))
  const flow = edgeFlow(step, 2)
  expect(Math.abs(flow.ty[30 * 80 + 40]!)).toBeGreaterThan(0.99)
  const lines = xdog(step, flow, { sigma: 1.2, sharpness: 20, threshold: 0.4, steepness: 20, coherence: 3 })
  expect(lines.data[30 * 80 + 10]).toBeCloseTo(1, 2)
  expect(Math.min(...lines.data.subarray(30 * 80 + 38, 30 * 80 + 43))).toBeLessThan(0.1)
})

test('Kuwahara calms noise and keeps the edge', () => {
  const random = createRandom(5)
  const noisy = fill(80, 60, (x) => (x < 40 ? 0.7 : 0.3) + random.between(-0.08, 0.08))
  const out = luma(kuwahara(fromChannels([noisy, noisy, noisy]), edgeFlow(noisy, 2), 5))
  const row = out.data.subarray(30 * 80, 31 * 80)
  expect(row[30]).toBeCloseTo(0.7, 1)
  expect(row[50]).toBeCloseTo(0.3, 1)
  expect(row[37]! - row[42]!).toBeGreaterThan(0.3)
})

test('a dot screen covers as much of the paper as the tone asks for', () => {
  const dots = dotScreen(300, 300, 9, 30).data
  for (const tone of [0.2, 0.5, 0.8]) {
    const covered = dots.filter((threshold) => threshold < tone).length / dots.length
    expect(Math.abs(covered - tone)).toBeLessThan(0.08)
  }
})

test('OKLab comes back to the same colour', () => {
  const [r, g, b] = labToRgb(hexToLab('#2f8aa0'))
  expect([r, g, b].map((value) => Math.round(value * 255))).toEqual([0x2f, 0x8a, 0xa0])
  const plane = fill(4, 4, (x, y) => (x + y) / 8)
  const back = mapLab(fromChannels([plane, plane, plane]), (lab) => lab)
  expect(Math.max(...back.r.map((value, i) => Math.abs(value - plane.data[i]!)))).toBeLessThan(0.004)
})

test('every palette grows lighter and sets the figure off from the ground by hue', () => {
  for (const { figure, ground } of PALETTES) {
    for (const colours of [figure, ground]) {
      const lightness = colours.map((hex) => hexToLab(hex)[0])
      expect(lightness).toEqual(lightness.toSorted((a, b) => a - b))
    }
    const [, a, b] = hexToLab(figure[2]!)
    const [, c, d] = hexToLab(ground[1]!)
    expect(Math.hypot(a - c, b - d)).toBeGreaterThan(0.12)
  }
})

test('the same seed gives the same numbers, neighbouring seeds others', () => {
  const first = (seed: number): number[] => {
    const random = createRandom(seed)
    return [random.next(), random.next(), random.next()]
  }
  expect(first(9)).toEqual(first(9))
  expect(first(mixSeed(9, 0))).not.toEqual(first(mixSeed(9, 1)))
})
