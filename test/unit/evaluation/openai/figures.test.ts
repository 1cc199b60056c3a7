import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readDuration, retryAfterMs } from '../../../../src/main/evaluation/openai/clock.ts'
import { estimate } from '../../../../src/main/evaluation/openai/estimate.ts'
import { type Detail, imageTokens } from '../../../../src/main/evaluation/openai/image-tokens.ts'
import { costUsd, parsePrices } from '../../../../src/main/evaluation/openai/prices.ts'
import { answerSchema } from '../../../../src/main/evaluation/openai/questions.ts'
import { evenly, imagesPerSheet, sheetTokens } from '../../../../src/main/evaluation/openai/sheets.ts'
import { capacity, sheetGrid } from '../../../../src/main/evaluation/sheet-grid.ts'
import { startOpenAi } from '../../../support/openai/server.ts'
import type { Tokens } from '../../../../src/main/evaluation/vision-evaluator.ts'
import { createFixture, createOpinions, instructions, prices } from './fixture.ts'

const SIZES = [
  [1024, 1024],
  [1536, 1024],
  [2048, 2048],
  [3000, 2000],
  [4096, 4096],
] as const

// From OpenAI's guide "Images and vision".
const TABLE: readonly (readonly [string, Detail, readonly number[]])[] = [
  ['gpt-5.6-terra', 'high', [1229, 1844, 3000, 2880, 3000]],
  ['gpt-5.4-mini', 'auto', [1229, 1844, 3000, 2880, 3000]],
  ['gpt-5.6-sol', 'auto', [1229, 1844, 4916, 7107, 19_661]],
  ['gpt-5.6-luna', 'original', [1229, 1844, 4916, 7107, 19_661]],
  ['gpt-5.6-terra', 'low', [308, 212, 308, 212, 308]],
  ['gpt-5.5', 'auto', [1229, 1844, 4916, 7107, 12_000]],
  ['gpt-5.4', 'low', [1229, 1844, 4916, 3303, 4916]],
  ['gpt-5.2', 'high', [1229, 1844, 4916, 3303, 4916]],
  ['gpt-4.1-mini', 'high', [1659, 2489, 6636, 4459, 6636]],
  ['gpt-4o', 'high', [765, 1105, 765, 1105, 765]],
  ['gpt-4.1', 'high', [765, 1105, 765, 1105, 765]],
  ['gpt-4o-mini', 'high', [25_501, 36_835, 25_501, 36_835, 25_501]],
]

describe('tokens of a picture', () => {
  it.each(TABLE)('of %s with %s detail are those of the guide', (model, detail, tokens) => {
    expect(SIZES.map(([width, height]) => imageTokens(model, width, height, detail))).toEqual(tokens)
  })

  it('do not depend on the detail for a sheet: it is no larger than what the model sees', () => {
    for (const model of ['gpt-5.6-terra', 'gpt-5.4-mini', 'gpt-5.2', 'gpt-4o'])
      for (const seen of ['sheet', 'close'] as const)
        for (const tiles of [1, 2, 4, 8, 21, 25])
          expect(sheetTokens(model, seen, tiles, 'auto')).toBe(sheetTokens(model, seen, tiles, 'high'))
    expect(sheetTokens('gpt-5.6-terra', 'sheet', 21, 'high')).toBeLessThanOrEqual(3000)
  })
})

describe('the layout of a sheet', () => {
  const frame = { maxWidth: 1600, maxHeight: 1600, maxTile: 512 }

  it('makes tiles as large as the frame allows', () => {
    expect(sheetGrid(21, frame)).toEqual({ columns: 5, rows: 5, side: 310, width: 1598, height: 1598 })
    expect(sheetGrid(10, frame)).toMatchObject({ columns: 4, rows: 3, side: 390 })
    expect(sheetGrid(2, frame)).toMatchObject({ columns: 2, rows: 1, side: 512 })
    expect(sheetGrid(0, frame)).toMatchObject({ columns: 1, rows: 1 })
    expect(sheetGrid(8, { ...frame, maxWidth: 1536, maxHeight: 768 })).toMatchObject({ columns: 4, rows: 2 })
  })

  it('holds as many pictures as stay readable, and spreads them evenly', () => {
    expect(capacity(frame, 300)).toBe(25)
    expect(imagesPerSheet('gpt-5.6-terra', 'sheet', true)).toBe(24)
    expect(imagesPerSheet('gpt-5.6-terra', 'close', true)).toBe(3)
    expect(imagesPerSheet('gpt-4o', 'sheet', true)).toBe(7)
    expect(imagesPerSheet('gpt-4o', 'close', true)).toBe(1)
    expect(imagesPerSheet('qwen2.5vl', 'sheet', false)).toBe(9)
    expect(evenly([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([
      [1, 2, 3],
      [4, 5],
      [6, 7],
    ])
    expect(evenly([], 3)).toEqual([])
  })
})

describe('prices', () => {
  const tokens = { inputTokens: 3000, cachedTokens: 1000, outputTokens: 500 }

  it('count cached input, halve batches, and know dated snapshots', () => {
    expect(costUsd(prices, 'gpt-5.6-terra', tokens)).toBeCloseTo((2000 * 2 + 1000 * 0.2 + 500 * 12) / 1e6, 12)
    expect(costUsd(prices, 'gpt-5.6-terra', tokens, true)).toBeCloseTo((2000 * 2 + 1000 * 0.2 + 500 * 12) / 2e6, 12)
    expect(costUsd(prices, 'gpt-4o-2024-11-20', tokens)).toBe(costUsd(prices, 'gpt-4o', tokens))
  })

  it('are unknown for another model, however alike its name', () => {
    expect(costUsd(prices, 'gpt-4.1-nano', tokens)).toBeNull()
    expect(costUsd(prices, 'qwen2.5vl', tokens)).toBeNull()
  })

  it('rise for very long requests', () => {
    const long = { inputTokens: 300_000, cachedTokens: 0, outputTokens: 1000 }
    expect(costUsd(prices, 'gpt-5.6-terra', long)).toBeCloseTo((300_000 * 4 + 1000 * 18) / 1e6, 10)
    expect(costUsd(prices, 'gpt-4.1', long)).toBeCloseTo((300_000 * 2 + 1000 * 8) / 1e6, 10)
  })

  it('name the field of an edited table that cannot be used', () => {
    expect(() => parsePrices('{"date":"2026-12-01","models":{"m":{"input":-1,"output":2}}}', 'prices.json')).toThrow(
      /prices\.json cannot be used: “models\.m\.input”/,
    )
    expect(() => parsePrices('{', 'prices.json')).toThrow('is not JSON')
  })
})

describe('the estimate', () => {
  it('knows the input within two percent, and a bound that holds', async () => {
    await using fixture = await createFixture()
    await using api = await startOpenAi()
    const images = [...(await fixture.photos(5)), await fixture.image('g', 'photo', { generated: true })]
    const opinions = createOpinions(api.url)
    const expected = opinions.estimate([{ hasBase: true, images }])
    await opinions.opinions({ actorId: 'a', base: images[0]!.file, images })
    const stats = api.stats()
    expect(stats.requests).toBe(2)
    expect(expected).toMatchObject({ images: 6, requests: 2 })
    expect(expected.atMost.requests).toBe(3)
    const sheet = createOpinions(api.url, { detailLevel: 'sheet' })
    const onlySheet = sheet.estimate([{ hasBase: true, images }])
    await sheet.opinions({ actorId: 'a', base: images[0]!.file, images })
    const actual = api.stats().inputTokens - stats.inputTokens
    expect(Math.abs(onlySheet.inputTokens / actual - 1)).toBeLessThan(0.02)
    expect(stats.inputTokens).toBeLessThan(expected.atMost.inputTokens)
    expect(expected.usd).toBeGreaterThan(onlySheet.usd ?? 0)
  })

  it('is of nothing for nothing, half for a batch, and without a sum for an unknown model', () => {
    const optionsFor = (model: string) =>
      ({
        model,
        detailLevel: 'second',
        instructions,
        costUsd: (tokens: Tokens, batch?: boolean) => costUsd(prices, model, tokens, batch),
        detail: true,
        isLimited: true,
      }) as const
    const options = optionsFor('gpt-5.6-terra')
    expect(estimate([], options)).toMatchObject({ images: 0, requests: 0, usd: 0 })
    const actors = [{ hasBase: true, images: Array.from({ length: 20 }, () => ({ generated: false, earlier: null })) }]
    const full = estimate(actors, options)
    expect(estimate(actors, { ...options, batch: true }).usd).toBeCloseTo((full.usd ?? 0) / 2, 12)
    expect(estimate(actors, optionsFor('qwen')).usd).toBeNull()
    // Without a limit on answers, the cost has no upper bound.
    expect(estimate(actors, { ...options, isLimited: false }).atMost.usd).toBeNull()
    expect(full.atMost.usd).toBeGreaterThan(full.usd ?? Infinity)
    // One sheet, and five of twenty images closely, in groups of three.
    expect(full.requests).toBe(3)
  })
})

describe('times that servers name', () => {
  it('are read in all their forms', () => {
    expect(['1s', '6m0s', '120ms', '1h2m', '0.5s', 'soon', ''].map(readDuration)).toEqual([
      1000,
      360_000,
      120,
      3_720_000,
      500,
      null,
      null,
    ])
    const now = Date.parse('2026-11-22T10:00:00Z')
    const read = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now)
    expect(read({ 'retry-after': '120' })).toBe(120_000)
    expect(read({ 'retry-after': 'Sun, 22 Nov 2026 10:01:00 GMT' })).toBe(60_000)
    expect(read({ 'retry-after-ms': '250', 'retry-after': '9' })).toBe(250)
    expect(read({ 'retry-after': 'later' })).toBeNull()
    expect(read({})).toBeNull()
  })
})

describe('the instructions', () => {
  it('have a new version whenever their words or questions change', () => {
    const words = [
      instructions.sheet,
      instructions.close,
      instructions.shape,
      JSON.stringify(answerSchema('sheet')),
      JSON.stringify(answerSchema('close')),
    ]
    const hash = createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 16)
    // Changed instructions give other opinions: raise the version in instructions.json, then update both here.
    expect({ version: instructions.version, hash }).toEqual({ version: 1, hash: '5d7981f405f80e92' })
  })
})
