import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { accuracy, macroF1, sureness } from '../../../scripts/style/figures.ts'
import { heldBack } from '../../../scripts/style/held-back.ts'
import { readLeftOut } from '../../../scripts/style/left-out.ts'
import { createEye } from '../../../src/main/evaluation/local/eye.ts'
import { STYLE_MODEL } from '../../support/measure.ts'

/** What models that did not know an image's source say of it: written by `npm run train:style`. */
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
      [0, 0.01],
      [0.85, 1.01],
    ] as const) {
      const inside = leftOut.filter(({ drawn }) => drawn >= from && drawn < to)
      const drawn = inside.filter(({ style }) => style !== 'photorealistic').length / inside.length
      expect(Math.abs(drawn - inside.reduce((sum, image) => sum + image.drawn, 0) / inside.length)).toBeLessThan(0.05)
    }
  })
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
