import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { accuracy, macroF1, sureness } from '../../../scripts/style/figures.ts'
import { heldBack } from '../../../scripts/style/held-back.ts'
import { readLeftOut } from '../../../scripts/style/left-out.ts'
import { inWholeNumbers } from '../../../scripts/style/whole-numbers.ts'
import { THRESHOLDS } from '../../../src/main/domain/thresholds.ts'
import { createEye } from '../../../src/main/evaluation/local/eye.ts'
import { STYLE_MODEL } from '../../support/measure.ts'

/** Predictions for images by models that were not trained on their source, written by `npm run train:style`. */
const leftOut = readLeftOut()

describe('the style model on sources it was not trained on', () => {
  it('is right where it is sure', () => {
    const held = heldBack(leftOut.map(({ source }) => source))
    for (const images of [leftOut, leftOut.filter(({ source }) => held.has(source))]) {
      const { coverage, accuracy: sure } = sureness(images)
      expect(sure).toBeGreaterThanOrEqual(0.95)
      expect(coverage).toBeGreaterThan(0.55)
    }
  })

  it('is right where it is sure of the newer sources, when it knows the older ones alone', () => {
    const newer = leftOut.flatMap(({ byOlder, ...image }) =>
      byOlder === undefined ? [] : [{ ...image, drawn: byOlder }],
    )
    for (const side of [newer.filter(({ drawn }) => drawn < 0.5), newer.filter(({ drawn }) => drawn >= 0.5)]) {
      const { coverage, accuracy: sure } = sureness(side)
      expect(sure).toBeGreaterThanOrEqual(0.95)
      expect(coverage).toBeGreaterThan(0.15)
    }
  })

  it('tells the three styles apart', () => {
    expect(macroF1(leftOut)).toBeGreaterThanOrEqual(0.87)
    expect(accuracy(leftOut)).toBeGreaterThanOrEqual(0.87)
  })

  it('says of each third of its certainty about what is true of it', () => {
    for (const [from, to] of [
      [0, THRESHOLDS.sure.photographed],
      [THRESHOLDS.sure.drawn, 1.01],
    ] as const) {
      const inside = leftOut.filter(({ drawn }) => drawn >= from && drawn < to)
      const drawn = inside.filter(({ style }) => style !== 'photorealistic').length / inside.length
      expect(Math.abs(drawn - inside.reduce((sum, image) => sum + image.drawn, 0) / inside.length)).toBeLessThan(0.05)
    }
  })
})

it('adds up, in sixteen bits, what processors without VNNI can', () => {
  const [outputs, inputs] = [7, 33]
  const kernel = Float32Array.from({ length: outputs * inputs }, (_, i) => Math.sin(i * 12.9898) ** 5)
  const bias = new Float32Array(outputs)
  const { weights, units } = inWholeNumbers({ shape: [outputs, inputs, 1, 1], kernel, bias, depthwise: false }, 1)
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i += 2) {
      const two = [...weights.subarray(o * inputs + i, o * inputs + Math.min(inputs, i + 2))]
      for (const sign of [1, -1])
        expect(two.reduce((sum, weight) => sum + Math.max(0, sign * weight) * 255, 0)).toBeLessThan(2 ** 15)
      for (const [n, weight] of two.entries())
        expect(Math.abs(weight * units[o]! - kernel[o * inputs + i + n]!)).toBeLessThanOrEqual(units[o]! * 0.5001)
    }
})

describe('a picture that the network looks at', () => {
  const picture = async (width: number, height: number, background: string) => {
    const rgb = await sharp({ create: { width, height, channels: 3, background } })
      .raw()
      .toBuffer()
    return { width, height, rgb, alpha: null }
  }

  it('gives two probabilities and a signature within 0..1, the same each time', async () => {
    const eye = createEye()
    const [first, again] = [
      await eye(STYLE_MODEL, await picture(224, 160, 'teal')),
      await eye(STYLE_MODEL, await picture(224, 160, 'teal')),
    ]
    expect(first).toEqual(again)
    expect(first?.signature).toHaveLength(24)
    for (const value of [...(first?.signature ?? []), ...Object.values(first?.drawn ?? {})]) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }
  })
})
