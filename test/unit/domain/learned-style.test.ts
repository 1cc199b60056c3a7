import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../../src/main/domain/judge.ts'
import { learn, type Seen, type Taught, TAUGHT_AT_MOST } from '../../../src/main/domain/learned-style.ts'
import { lookalikesOf } from '../../../src/main/domain/offer.ts'
import { guessStyle } from '../../../src/main/domain/style-guess.ts'
import { measuresOf } from './measures-of.ts'

const at = (place: number, changes: Partial<Seen> = {}): Seen => ({
  drawn: 0.3,
  monochrome: false,
  signature: Array.from({ length: 24 }, (_, i) => (i === 0 ? place : 0.5)),
  ...changes,
})
const says = (image: Seen, taught: readonly Taught[]) => guessStyle(image, learn(taught)(image)).style

describe('what a library learns from its labels', () => {
  it('is followed on images that look alike, and leaves others as they were', () => {
    const taught: Taught[] = [
      { ...at(0.2), style: 'color_stylized' },
      { ...at(0.22), style: 'color_stylized' },
    ]
    expect(says(at(0.21), [])).toBe('photorealistic')
    expect(says(at(0.21), taught)).toBe('color_stylized')
    expect(says(at(0.95), taught)).toBe('photorealistic')
    expect(Math.abs(learn(taught)(at(0.95)).drawn)).toBeLessThan(0.1)
  })

  it('tells tinted ink from colour as people do', () => {
    const taught: Taught[] = [{ ...at(0.5, { drawn: 0.99 }), style: 'bw_stylized' }]
    expect(says(at(0.5, { drawn: 0.99 }), [])).toBe('color_stylized')
    expect(says(at(0.5, { drawn: 0.99 }), taught)).toBe('bw_stylized')
  })

  it('is nothing where guesses were right and sure, and is gone when the label is', () => {
    expect(learn([{ ...at(0.5, { drawn: 0.99 }), style: 'color_stylized' }])(at(0.5))).toEqual({ drawn: 0, grey: 0 })
    expect(learn([])(at(0.5))).toEqual({ drawn: 0, grey: 0 })
  })

  it('is bounded, and finite for any labels', () => {
    const image = fc.record({
      drawn: fc.double({ min: 0, max: 1, noNaN: true }),
      monochrome: fc.boolean(),
      signature: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 }),
      style: fc.constantFrom('photorealistic', 'bw_stylized', 'color_stylized'),
    })
    fc.assert(
      fc.property(fc.array(image, { maxLength: 40 }), image, (taught, seen) => {
        const { drawn, grey } = learn(taught)(seen)
        expect(Math.abs(drawn)).toBeLessThanOrEqual(6)
        expect(Math.abs(grey)).toBeLessThanOrEqual(6)
      }),
    )
  })

  it('is worked out of the latest labels', () => {
    const old: Taught[] = [{ ...at(0.2), style: 'color_stylized' }]
    const since = Array.from({ length: TAUGHT_AT_MOST }, (): Taught => ({ ...at(0.9), style: 'photorealistic' }))
    expect(says(at(0.2), [...old, ...since])).toBe('photorealistic')
  })

  it('needs something to go by', () => {
    const unseen = at(0.5, { signature: [] })
    expect(learn([{ ...unseen, style: 'bw_stylized' }])(unseen)).toEqual({ drawn: 0, grey: 0 })
  })
})

describe('images that are offered for the same move', () => {
  it('look like one of those that were moved', () => {
    const others = [at(0.2), at(0.3), at(0.9), at(0.5, { signature: [] })]
    expect(lookalikesOf([at(0.21)], others)).toEqual(others.slice(0, 2))
    expect(lookalikesOf([], others)).toEqual([])
  })
})

describe('labels of other actors', () => {
  const guessOf = (image: Seen, taught: readonly Taught[]) =>
    judge([{ filename: 'ada_1.jpg', sha256: 'a', measured: measuresOf(1, image) }], { base: null, taught }).get(
      'ada_1.jpg',
    )!.guess!
  const label = fc.record({
    drawn: fc.double({ min: 0, max: 1, noNaN: true }),
    monochrome: fc.boolean(),
    signature: fc.constantFrom(at(0.2).signature, at(0.25).signature, at(0.5).signature),
    style: fc.constantFrom('photorealistic', 'bw_stylized', 'color_stylized'),
  })

  it('move a guess and make it unsure, but never sure', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 12 }), fc.array(label, { maxLength: 6 }), label, (others, own, seen) => {
        const ours = own.map((image) => ({ ...image, own: true }))
        const guess = guessOf(seen, [...others, ...ours])
        if (guess.unsure) return
        expect(guessOf(seen, ours)).toMatchObject({ style: guess.style, unsure: false })
      }),
    )
  })

  it('decide nothing that the actor’s own decide', () => {
    const taught: Taught[] = Array.from({ length: 4 }, () => ({ ...at(0.2), style: 'color_stylized' }))
    expect(guessOf(at(0.3), [])).toMatchObject({ style: 'photorealistic', unsure: true })
    expect(guessOf(at(0.2), taught)).toMatchObject({ style: 'color_stylized', unsure: true })
    expect(
      guessOf(
        at(0.2),
        taught.map((image) => ({ ...image, own: true })),
      ),
    ).toMatchObject({
      style: 'color_stylized',
      unsure: false,
    })
  })
})
