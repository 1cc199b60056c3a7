import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type FigureJob, renderFigure } from '../../../../scripts/sample/render-figure.ts'
import { FIGURES } from '../../../../scripts/sample/shot.ts'
import { baseTake, takesOf } from '../../../../scripts/sample/shots.ts'

const job = (over: Partial<FigureJob> = {}): FigureJob => ({
  actor: 'girl',
  shot: baseTake('girl').shot,
  seed: 3,
  size: { width: 96, height: 96 },
  format: 'png',
  ...over,
})

const meanOf = async (bytes: Uint8Array) => (await sharp(bytes).stats()).channels.map((channel) => channel.mean)

describe('photographing a figure', () => {
  it('gives the same picture for the same job, and another for another seed or shot', async () => {
    const first = await renderFigure(job())
    expect(await renderFigure(job())).toEqual(first)
    expect((await renderFigure(job({ seed: 4 }))).bytes).not.toEqual(first.bytes)
    expect((await renderFigure(job({ shot: takesOf('girl')[0]!.shot }))).bytes).not.toEqual(first.bytes)
  })

  it('writes the asked size and format', async () => {
    const { bytes, width, height } = await renderFigure(job({ size: { width: 80, height: 100 }, format: 'jpeg' }))
    expect({ width, height }).toEqual({ width: 80, height: 100 })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 80, height: 100, channels: 3 })
  })

  it.each(FIGURES)('shows the %s neither dark nor burnt out, different from its empty background', async (actor) => {
    const { bytes } = await renderFigure(job({ actor, shot: baseTake(actor).shot }))
    const { channels } = await sharp(bytes).stats()
    for (const channel of channels) {
      expect(channel.mean).toBeGreaterThan(50)
      expect(channel.mean).toBeLessThan(215)
      expect(channel.stdev).toBeGreaterThan(20)
    }
  })

  it('keeps the braids red: identity is the sculpture, not the shot', async () => {
    const warmth = await Promise.all(
      takesOf('girl')
        .slice(0, 3)
        .map(async ({ shot }) => {
          const { bytes } = await renderFigure(
            job({ shot: { ...shot, light: 'overcast', backdrop: 'paper', tint: '#808080' } }),
          )
          const [red, , blue] = await meanOf(bytes)
          return red! - blue!
        }),
    )
    for (const difference of warmth) expect(difference).toBeGreaterThan(10)
  })

  it('takes black-and-white photographs without any colour', async () => {
    const { bytes } = await renderFigure(job({ shot: { ...baseTake('girl').shot, monochrome: true } }))
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    const coloured = data.findIndex((value, i) => i % 3 !== 0 && value !== data[i - (i % 3)])
    expect(coloured).toBe(-1)
  })
})
