import { inspect } from 'node:util'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import type { ImageToJudge } from '../../../../src/main/evaluation/images-to-judge.ts'
import { createFormatMemory } from '../../../../src/main/evaluation/openai/formats.ts'
import type { OpenAiOptions } from '../../../../src/main/evaluation/openai/index.ts'
import { type Fault, FAULTS } from '../../../support/openai/faults.ts'
import { type Double, type DoubleOptions, startOpenAi } from '../../../support/openai/server.ts'
import { createFixture, createOpinions, fakeClock, type Fixture, KEY } from './fixture.ts'

let fixture: Fixture
let images: ImageToJudge[]
beforeAll(async () => {
  fixture = await createFixture()
  images = await fixture.photos(4)
})
afterAll(() => fixture[Symbol.asyncDispose]())

const SHEET = { detailLevel: 'sheet' } as const

async function judged(options: DoubleOptions, more: Partial<OpenAiOptions> = SHEET) {
  await using api = await startOpenAi(options)
  const clock = fakeClock()
  const opinions = await createOpinions(api.url, { clock, ...more }).opinions({
    actorId: 'a',
    base: images[0]!.file,
    images,
  })
  const styles = [...opinions.values()].map(({ style }) => style)
  return { opinions: [...opinions.values()], styles, stats: api.stats(), slept: clock.slept }
}

async function failure(options: DoubleOptions): Promise<{ error: EvencastError; api: Double }> {
  const api = await startOpenAi(options)
  const error: unknown = await createOpinions(api.url, SHEET)
    .opinions({ actorId: 'a', base: null, images })
    .catch((caught: unknown) => caught)
  await api.close()
  if (!(error instanceof EvencastError)) throw new Error(`no clear failure but ${inspect(error)}`)
  return { error, api }
}

const all = (style: string | null): (string | null)[] => Array.from({ length: 4 }, () => style)
const ok = all('photorealistic')

describe('answers that are not as asked', () => {
  it.each(['fences', 'prose', 'percent', 'extra'] as const)('are understood: %s', async (fault) => {
    const { styles, opinions, stats } = await judged({ faults: [FAULTS[fault]] })
    expect(styles).toEqual(ok)
    expect(opinions.every(({ confidence }) => confidence !== null && confidence <= 1)).toBe(true)
    expect(stats).toMatchObject({ requests: 1, invalid: [] })
  })

  it.each(['chatter', 'otherShape', 'shifted', 'noChoices'] as const)('are mended once: %s', async (fault) => {
    const { styles, stats } = await judged({ faults: [FAULTS[fault]] })
    expect(styles).toEqual(ok)
    expect(stats).toMatchObject({ requests: 2, invalid: [] })
  })

  it.each(['chatter', 'otherShape', 'shifted', 'noChoices'] as const)(
    'are not measured when they stay so: %s',
    async (fault) => {
      const { styles, opinions, stats } = await judged({ faults: () => FAULTS[fault] })
      expect(styles).toEqual(all(null))
      expect(
        opinions.every(({ open, verdict, reason }) => open && verdict === null && reason.startsWith('Not measured')),
      ).toBe(true)
      expect(stats.requests).toBe(2)
    },
  )

  it('are asked for again where tiles are missing or answered twice', async () => {
    const missing = await judged({ faults: [FAULTS.missing] })
    expect(missing.styles).toEqual(ok)
    expect(missing.stats.requests).toBe(2)
    const doubled = await judged({ faults: [FAULTS.doubled] })
    expect(doubled.styles).toEqual(ok)
    expect(doubled.stats.requests).toBe(2)
    const always = await judged({ faults: () => FAULTS.missing })
    expect(always.styles.filter((style) => style === null)).toHaveLength(1)
  })

  it('leave what is not understood unmeasured', async () => {
    const { opinions } = await judged({ faults: () => FAULTS.ownWords })
    expect(opinions[0]).toMatchObject({
      style: null,
      confidence: null,
      findings: { text: null, identity_mismatch: 'none' },
    })
  })

  it('have a limit that leaves room to think, get twice that when they are cut off, and are halved then', async () => {
    const limitsIn = ({ bodies }: { readonly bodies: readonly unknown[] }) =>
      bodies.map((body) => z.object({ max_completion_tokens: z.int() }).parse(body).max_completion_tokens)
    const roomier = await judged({ faults: () => FAULTS.thinking(6000) })
    expect(roomier.styles).toEqual(ok)
    expect(roomier.stats).toMatchObject({ requests: 2, invalid: [] })
    const [first = 0, second] = limitsIn(roomier.stats)
    expect(first).toBeGreaterThan(4000)
    expect(second).toBe(2 * first)
    const halved = await judged({ mostTiles: 2 })
    expect(halved.styles).toEqual(ok)
    expect(halved.stats).toMatchObject({ requests: 4, invalid: [] })
    expect(limitsIn(halved.stats)[2]).toBeLessThan(first)
    const tooMany = await judged({ faults: [FAULTS.tooLong] })
    expect(tooMany.styles).toEqual(ok)
    expect(tooMany.stats.requests).toBe(3)
    const never = await judged({ faults: () => FAULTS.length })
    expect(never.styles).toEqual(all(null))
  })
})

describe('refusals', () => {
  it.each(['refusal', 'filter', 'policy', 'badImage'] as const)('are not argued with: %s', async (fault) => {
    const { styles, opinions, stats } = await judged({ faults: () => FAULTS[fault] })
    expect(styles).toEqual(all(null))
    // Not open, because a second pass must not pay for the same refusal.
    expect(opinions.every(({ open }) => !open)).toBe(true)
    expect(stats.requests).toBe(1)
  })

  it('of a sheet leave its images the closer look', async () => {
    const { styles } = await judged({ faults: [FAULTS.refusal] }, { detailLevel: 'second' })
    expect(styles).toEqual(ok)
  })
})

describe('the form of an answer', () => {
  it('is lowered where it is refused, once and for all', async () => {
    const formats = createFormatMemory()
    await using api = await startOpenAi({ refuses: ['json_schema', 'json_object'] })
    const ask = () => createOpinions(api.url, { ...SHEET, formats }).opinions({ actorId: 'a', base: null, images })
    expect([...(await ask()).values()].map(({ style }) => style)).toEqual(ok)
    expect(api.stats()).toMatchObject({ requests: 3, paid: 1, invalid: [] })
    await ask()
    expect(api.stats().requests).toBe(4)
    expect(formats.get(`${api.url} gpt-5.6-terra`)).toBe('text')
  })

  it('is written into the text where the server takes the schema and ignores it', async () => {
    await using api = await startOpenAi({ ignoresFormat: true })
    const opinions = createOpinions(api.url, SHEET)
    for (let i = 0; i < 3; i++) {
      const told = await opinions.opinions({ actorId: 'a', base: null, images })
      expect([...told.values()].map(({ style }) => style)).toEqual(ok)
    }
    // Two answers needed a corrected request; after that the server's behaviour is known.
    expect(api.stats()).toMatchObject({ requests: 5, invalid: [] })
  })
})

describe('the service in trouble', () => {
  it.each([
    ['broken', FAULTS.broken],
    ['overloaded', FAULTS.overloaded],
    ['reset', FAULTS.reset],
    ['reset after the work', FAULTS.resetAfter],
    ['cut-off JSON', FAULTS.cut],
    ['a web page', FAULTS.html],
    ['an error inside a good answer', FAULTS.errorInside(502)],
    ['a rate limit inside a good answer', FAULTS.errorInside(429)],
  ])('is asked again: %s', async (_, fault) => {
    const { styles, slept } = await judged({ faults: [fault, fault] })
    expect(styles).toEqual(ok)
    expect(slept).toHaveLength(2)
  })

  it('obeys Retry-After above a minute, which the SDK would ignore', async () => {
    const { styles, slept, stats } = await judged({ faults: [FAULTS.rateLimited(120)] })
    expect(styles).toEqual(ok)
    expect(slept).toEqual([120_000])
    expect(stats.requests).toBe(2)
  })

  it('waits until the limits are reset, or ever longer when nothing is said', async () => {
    expect((await judged({ faults: [FAULTS.rateLimitedUntil('6m0s')] })).slept).toEqual([360_000])
    const [first = 0, second = 0] = (await judged({ faults: [FAULTS.rateLimited(), FAULTS.rateLimited()] })).slept
    expect(first).toBeGreaterThan(300)
    expect(second).toBeGreaterThan(first)
  })

  it('keeps quiet when an answer says that no further request is allowed', async () => {
    const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '20s' }
    const { slept } = await judged({ headers, faults: [FAULTS.missing] })
    expect(slept).toEqual([20_000])
  })

  it('keeps quiet until there are tokens for the next request again', async () => {
    const headers = { 'x-ratelimit-remaining-tokens': '10', 'x-ratelimit-reset-tokens': '7s' }
    const { slept } = await judged({ headers, faults: [FAULTS.missing] })
    expect(slept).toEqual([7000])
  })

  it('is believed when it says whether to try again', async () => {
    const saying = (status: number, wanted: string): Fault => ({
      kind: 'status',
      status,
      headers: { 'x-should-retry': wanted },
    })
    const { api } = await failure({ faults: () => saying(500, 'false') })
    expect(api.stats().requests).toBe(1)
    const { styles, stats } = await judged({ faults: [saying(418, 'true')] })
    expect(styles).toEqual(ok)
    expect(stats.requests).toBe(2)
  })

  it.each([
    ['no credit', FAULTS.quota, 'LIMIT', 'Add credit'],
    ['a wrong key', FAULTS.badKey, 'UNAVAILABLE', 'Check the OpenAI key'],
    ['no right', FAULTS.forbidden, 'UNAVAILABLE', 'no right to use gpt-5.6-terra'],
    ['an unknown model', FAULTS.noModel, 'UNAVAILABLE', 'has no model'],
    ['credit of a relay', FAULTS.errorInside(402), 'LIMIT', 'Add credit'],
    ['a wait of an hour', FAULTS.rateLimited(3600), 'LIMIT', '60 minutes'],
  ] as const)('is not asked again after %s', async (_, fault: Fault, code, part) => {
    const { error, api } = await failure({ faults: () => fault })
    expect(error.code).toBe(code)
    expect(error.message).toContain(part)
    expect(api.stats().requests).toBe(1)
  })

  it('is given up in the end, with a sentence that says what to do', async () => {
    const { error, api } = await failure({ faults: () => FAULTS.broken })
    expect(error.message).toMatch(/reports an error \(500\)\. Try again later/)
    expect(api.stats().requests).toBe(5)
    expect((await failure({ faults: () => FAULTS.html })).error.message).toContain('web page')
    expect((await failure({ faults: () => FAULTS.rateLimited(1) })).error.code).toBe('LIMIT')
  })

  it('loses nothing that was told before it failed', async () => {
    await using api = await startOpenAi({ faults: (n) => (n === 0 ? null : FAULTS.quota) })
    const told: string[] = []
    const generated = { ...images[0]!, filename: 'g.png', generated: true }
    const failed = createOpinions(api.url).opinions(
      { actorId: 'a', base: null, images: [...images, generated] },
      { onOpinions: (news) => told.push(...news.keys()) },
    )
    await expect(failed).rejects.toMatchObject({ code: 'LIMIT' })
    expect(told).toEqual(images.map(({ filename }) => filename))
  })

  it('is asked once more when it does not answer in time', async () => {
    await using api = await startOpenAi({ faults: () => FAULTS.slow(60_000) })
    const waiting = createOpinions(api.url, { ...SHEET, timeoutMs: 1000 }).opinions({
      actorId: 'a',
      base: null,
      images,
    })
    await expect(waiting).rejects.toThrow('did not answer in time')
    // The double counts a request when it handles it, which may be after the client gave up.
    await vi.waitFor(() => expect(api.stats().requests).toBe(2), { timeout: 10_000 })
  })

  it('is waited for when somebody leaves after it was asked: the answer is paid for', async () => {
    const controller = new AbortController()
    await using api = await startOpenAi({
      faults: () => {
        // The request has arrived, but its answer has not been sent.
        controller.abort(new EvencastError('CANCELLED', 'Stopped.'))
        return FAULTS.slow(150)
      },
    })
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    onTestFinished(() => void vi.restoreAllMocks())
    const told: string[] = []
    const waiting = createOpinions(api.url, SHEET).opinions(
      { actorId: 'a', base: null, images },
      { signal: controller.signal, onOpinions: (news) => told.push(...news.keys()) },
    )
    await waiting
    expect(told).toEqual(images.map(({ filename }) => filename))
    expect(api.stats()).toMatchObject({ requests: 1, paid: 1 })
    // The process may exit now, because the timer that ends the wait after ten seconds is unreferenced.
    const grace = timers.mock.calls.findIndex(([, ms]) => ms === 10_000)
    expect(grace).toBeGreaterThanOrEqual(0)
    expect(cleared.mock.calls.map(([timer]) => timer)).toContain(timers.mock.results[grace]?.value)
  })

  it('is not asked beyond what may be spent, and gives back what it set aside', async () => {
    await using api = await startOpenAi()
    const opinions = createOpinions(api.url, SHEET)
    let held = 0
    const usd: number[] = []
    await opinions.opinions(
      { actorId: 'a', base: null, images },
      {
        reserve: (price) => {
          held += price?.mostUsd ?? Number.NaN
          return Promise.resolve({
            share: 1,
            release() {
              held = 0
            },
          })
        },
        onUsage: (usage) => {
          usd.push(usage.usd ?? Number.NaN)
          expect(held).toBeGreaterThan(0)
        },
      },
    )
    expect(held).toBe(0)
    expect(usd).toHaveLength(1)
    const refused = opinions.opinions(
      { actorId: 'a', base: null, images },
      {
        reserve: () => {
          throw new EvencastError('LIMIT', 'Enough.')
        },
      },
    )
    await expect(refused).rejects.toMatchObject({ code: 'LIMIT' })
    expect(api.stats().requests).toBe(1)
  })

  it('can be left at any time', async () => {
    await using api = await startOpenAi({ faults: () => FAULTS.slow(60_000) })
    const controller = new AbortController()
    const waiting = createOpinions(api.url).opinions(
      { actorId: 'a', base: null, images },
      { signal: controller.signal },
    )
    waiting.catch(() => {})
    await vi.waitFor(() => expect(api.stats().requests).toBeGreaterThan(0), { timeout: 10_000 })
    // Answers to paid requests are awaited for ten more seconds.
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    controller.abort(new EvencastError('CANCELLED', 'Stopped.'))
    vi.advanceTimersByTime(10_000)
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

describe('the key', () => {
  it('stands in no message, whatever the service answers', async () => {
    const faults = [FAULTS.badKey, FAULTS.forbidden, FAULTS.broken, FAULTS.quota, FAULTS.html, FAULTS.reset]
    for (const fault of faults) {
      const { error } = await failure({ faults: () => fault })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY)
    }
    const echo: Fault = { kind: 'status', status: 400, message: `Bad request with ${KEY} and Bearer ${KEY}` }
    const { error } = await failure({ faults: () => echo })
    expect(error.message).toContain('Bad request with …')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY)
  })

  it('is asked for in words when it is missing, before anything is sent', async () => {
    const opinions = createOpinions('https://api.openai.com/v1', {
      apiKey: () => null,
      fetch: () => Promise.reject(new Error('nothing may be sent')),
    })
    const asked = opinions.opinions({ actorId: 'a', base: null, images: images.slice(0, 1) })
    await expect(asked).rejects.toThrow('There is no key for OpenAI. Enter it in Settings or set OPENAI_API_KEY.')
  })
})

describe('the test of the connection', () => {
  const test = async (url: string, options: Partial<OpenAiOptions> = {}) =>
    createOpinions(url, options).testConnection()

  it('says what works and what is wrong, in words', async () => {
    await using api = await startOpenAi({ apiKey: KEY })
    expect(await test(api.url)).toMatchObject({ ok: true, message: expect.stringContaining('offers gpt-5.6-terra') })
    expect(await test(api.url, { model: 'gpt-0' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('does not offer “gpt-0”'),
    })
    const wrong = await test(api.url, { apiKey: () => 'sk-other' })
    expect(wrong).toMatchObject({ ok: false, message: expect.stringContaining('does not accept the key') })
    expect((await test(api.url.replace('/v1', '/v2'))).message).toContain('Check both in Settings')
    await api.close()
    expect((await test(api.url)).message).toContain('cannot be reached')
    expect((await test('here')).message).toContain('not a web address')
    expect((await test('https://api.openai.com/v1', { apiKey: () => ' ' })).message).toContain('There is no key')
  })
})
