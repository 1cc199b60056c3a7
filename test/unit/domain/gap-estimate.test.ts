import { describe, expect, it } from 'vitest'
import { estimateGap, type GenerationPrice, type OpenSet, totalGap } from '../../../src/main/domain/gap-estimate.ts'

const PRICE: GenerationPrice = {
  priceUsd: { photorealistic: 0.04, bw_stylized: 0.1, color_stylized: 0.04 },
  secondsPerImage: 10,
  atOnce: 2,
}
const set = (given: Partial<OpenSet> = {}): OpenSet => ({
  counts: { photorealistic: 10, bw_stylized: 2, color_stylized: 5 },
  unsure: { photorealistic: 0, bw_stylized: 0, color_stylized: 0 },
  target: { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
  deficit: 5,
  surplus: 2,
  assessed: true,
  hasBase: true,
  ...given,
})
const plan = { totalUsd: 0.4, seconds: 31, stale: false, shortfalls: [{ missing: 1 }, { missing: 2 }] }

describe('closing a gap costs', () => {
  it('what its plan says, unless that is out of date', () => {
    expect(estimateGap(set(), plan, PRICE)).toEqual({ kind: 'plan', costUsd: 0.4, seconds: 31, short: 3 })
    expect(estimateGap(set(), { ...plan, stale: true }, PRICE).kind).toBe('estimate')
  })

  it('the price of what is missing, style by style, when nobody has planned', () => {
    expect(estimateGap(set(), null, PRICE)).toEqual({ kind: 'estimate', costUsd: 0.32, seconds: 25 })
  })

  it('nothing for places that unsure images may fill', () => {
    const unsure = { photorealistic: 3, bw_stylized: 1, color_stylized: 0 }
    expect(estimateGap(set({ unsure, deficit: 1 }), null, PRICE)).toEqual({
      kind: 'estimate',
      costUsd: 0.1,
      seconds: 5,
    })
  })

  it('nothing where only too many are there, or nothing is left to do', () => {
    expect(estimateGap(set({ deficit: 0 }), null, PRICE)).toEqual({ kind: 'estimate', costUsd: 0, seconds: 0 })
    expect(estimateGap(set({ deficit: 0, surplus: 0 }), null, PRICE)).toEqual({ kind: 'closed' })
  })

  it('an unknown amount, never nothing, without a price, an assessment or a base image', () => {
    expect(estimateGap(set(), null, { ...PRICE, priceUsd: null })).toMatchObject({ kind: 'estimate', costUsd: null })
    expect(estimateGap(set(), { ...plan, totalUsd: null }, PRICE)).toMatchObject({ kind: 'plan', costUsd: null })
    expect(estimateGap(set(), plan, { ...PRICE, priceUsd: null })).toMatchObject({ kind: 'estimate', costUsd: null })
    expect(estimateGap(set({ assessed: false, deficit: 0, surplus: 0 }), null, PRICE)).toEqual({ kind: 'unassessed' })
    expect(estimateGap(set({ hasBase: false }), null, PRICE)).toEqual({ kind: 'no-base' })
  })
})

describe('closing every gap', () => {
  it('adds what is known and counts apart what is not', () => {
    const total = totalGap([
      { kind: 'plan', costUsd: 0.1, seconds: 5, short: 2 },
      { kind: 'estimate', costUsd: 0.2, seconds: 7 },
      { kind: 'estimate', costUsd: null, seconds: 0 },
      { kind: 'unassessed' },
      { kind: 'no-base' },
      { kind: 'closed' },
    ])
    expect(total).toEqual({
      costUsd: 0.3,
      seconds: 12,
      planned: 1,
      estimated: 2,
      unpriced: 1,
      unassessed: 1,
      noBase: 1,
      short: 1,
    })
  })
})
