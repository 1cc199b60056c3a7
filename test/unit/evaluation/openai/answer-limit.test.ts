import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPurse } from '../../../../src/main/operations/vision/purse.ts'
import { costUsd, withOwnPrices } from '../../../../src/main/evaluation/openai/prices.ts'
import { type Fault, FAULTS } from '../../../support/openai/faults.ts'
import { startOpenAi } from '../../../support/openai/server.ts'
import { createFixture, createOpinions, type Fixture, prices } from './fixture.ts'

const MODEL = 'gpt-5.6-terra'

let fixture: Fixture
beforeAll(async () => {
  fixture = await createFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** Creates a deterministic generator of numbers in 0..1. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

describe('what a look costs at most', () => {
  it.each(Array.from({ length: 8 }, (_, i) => i + 1))(
    'holds whichever answers are cut off, for any number of sheets and any limit (%i)',
    async (seed) => {
      const random = createRandom(seed * 7919)
      const dice = [FAULTS.length, FAULTS.length, FAULTS.thinking(3000), FAULTS.thinking(9000), FAULTS.chatter, null]
      const cuts = seed <= 3 ? 1 : random()
      const faults = (): Fault | null => (random() < cuts ? dice[Math.floor(random() * dice.length)]! : null)
      await using api = await startOpenAi({ faults })
      const detailLevel = (['sheet', 'second', 'every'] as const)[seed % 3]!
      const opinions = createOpinions(api.url, { detailLevel })
      const images = await fixture.photos(1 + Math.floor(random() * 6))
      const actors = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => ({
        actorId: `a${i}`,
        base: null,
        images,
      }))
      const atMostUsd = opinions.estimate(actors.map(() => ({ hasBase: false, images }))).atMost.usd ?? Number.NaN
      const limitUsd = random() < 0.5 ? null : atMostUsd * random()
      const purse = createPurse({ model: MODEL, atMostUsd }, limitUsd)
      const ended = await Promise.allSettled(
        actors.map((actor) =>
          opinions.opinions(actor, {
            reserve: (price) => purse.reserve(price),
            onUsage: ({ usd, boundUsd }) => purse.spend(usd ?? Number.NaN, boundUsd),
          }),
        ),
      )
      for (const end of ended) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'LIMIT' })
      const { inputTokens, outputTokens, invalid } = api.stats()
      const chargedUsd = costUsd(prices, MODEL, { inputTokens, cachedTokens: 0, outputTokens }) ?? Number.NaN
      expect(invalid).toEqual([])
      expect(purse.spentUsd()).toBeCloseTo(chargedUsd, 9)
      expect(chargedUsd).toBeLessThanOrEqual(Math.min(atMostUsd, limitUsd ?? Infinity) + 1e-9)
    },
  )

  it('stops nothing early where answers are as usual, however little is left over', async () => {
    await using api = await startOpenAi()
    const opinions = createOpinions(api.url, { detailLevel: 'every' })
    const images = await fixture.photos(6)
    const { usd, atMost } = opinions.estimate([{ hasBase: false, images }])
    // The budget is far below six answers of maximum length, so requests wait for each other.
    const purse = createPurse({ model: MODEL, atMostUsd: atMost.usd }, (usd ?? Number.NaN) * 1.25)
    const told = await opinions.opinions(
      { actorId: 'a', base: null, images },
      {
        reserve: (price) => purse.reserve(price),
        onUsage: ({ usd: spent, boundUsd }) => purse.spend(spent ?? Number.NaN, boundUsd),
      },
    )
    expect(told.size).toBe(6)
    expect(api.stats()).toMatchObject({ requests: 6, paid: 6 })
  })

  it('counts an answer that was cut off without saying what it used as all that it could use', async () => {
    await using api = await startOpenAi({ faults: () => FAULTS.uncountedCut })
    const [image] = await fixture.photos(1)
    const usd: number[] = []
    await createOpinions(api.url, { detailLevel: 'sheet' }).opinions(
      { actorId: 'a', base: null, images: [image!] },
      { onUsage: (usage) => usd.push(usage.usd ?? Number.NaN) },
    )
    const { inputTokens, outputTokens } = api.stats()
    const chargedUsd = costUsd(prices, MODEL, { inputTokens, cachedTokens: 0, outputTokens }) ?? Number.NaN
    expect(usd).toHaveLength(2)
    expect(usd.reduce((sum, one) => sum + one, 0) / chargedUsd).toBeCloseTo(1, 2)
  })
})

describe('the limit of an answer', () => {
  const namesSent = async (
    model: string,
    refuses: readonly string[],
    price: { readonly input: number; readonly output: number } | null,
  ) => {
    await using api = await startOpenAi({ models: [model], refuses })
    const opinions = createOpinions(api.url, {
      model,
      detailLevel: 'sheet',
      prices: price ? withOwnPrices(prices, { [model]: price }) : prices,
    })
    const images = await fixture.photos(1)
    const told = await opinions.opinions({ actorId: 'a', base: null, images })
    expect(told.get('photo_1.png')?.style).toBe('photorealistic')
    const sent = api.stats().bodies.map((body) => /"(max_\w*tokens)"/.exec(JSON.stringify(body))?.[1] ?? 'none')
    return { sent, atMost: opinions.estimate([{ hasBase: false, images }]).atMost.usd }
  }

  it('goes by the name that the server takes, and by none where nothing is paid', async () => {
    const price = { input: 2, output: 12 }
    expect((await namesSent(MODEL, [], null)).sent).toEqual(['max_completion_tokens'])
    expect((await namesSent('qwen-vl', [], price)).sent).toEqual(['max_tokens'])
    expect((await namesSent('qwen-vl', ['max_tokens'], price)).sent).toEqual(['max_tokens', 'max_completion_tokens'])
    const refused = await namesSent('qwen-vl', ['max_tokens', 'max_completion_tokens'], price)
    expect(refused).toEqual({ sent: ['max_tokens', 'max_completion_tokens', 'none'], atMost: null })
    expect((await namesSent('qwen-vl', [], null)).sent).toEqual(['none'])
    expect(await namesSent('qwen-vl', [], { input: 0, output: 0 })).toEqual({ sent: ['none'], atMost: 0 })
  })

  it('is sent to OpenAI itself in any case', async () => {
    let sent: unknown
    const opinions = createOpinions('https://api.openai.com/v1', {
      model: 'gpt-unheard-of',
      detailLevel: 'sheet',
      fetch: async (url, init) => {
        sent = await new Request(url, init).json()
        return Response.json({ error: { message: 'Enough.', code: 'insufficient_quota' } }, { status: 429 })
      },
    })
    const images = await fixture.photos(1)
    await expect(opinions.opinions({ actorId: 'a', base: null, images })).rejects.toMatchObject({ code: 'LIMIT' })
    expect(sent).toMatchObject({ max_completion_tokens: expect.any(Number) })
  })
})
