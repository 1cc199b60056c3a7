import { draw } from '../../../support/in-process.ts'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BatchState } from '../../../../src/main/evaluation/batch-state.ts'
import { createOpenAiBatches, type OpenAiBatchOptions } from '../../../../src/main/evaluation/openai/batch.ts'
import type { ImageToJudge } from '../../../../src/main/evaluation/images-to-judge.ts'
import type { Usage } from '../../../../src/main/evaluation/vision-evaluator.ts'
import { FAULTS } from '../../../support/openai/faults.ts'
import { startOpenAi } from '../../../support/openai/server.ts'
import { createFixture, createOpinions, type Fixture, fakeClock, instructions, KEY, prices, SIGN } from './fixture.ts'

let fixture: Fixture
let images: ImageToJudge[]
let tmpDir: string
beforeAll(async () => {
  fixture = await createFixture()
  images = [...(await fixture.photos(3)), await fixture.image('gaze', 'photo', { sign: SIGN.gaze })]
  tmpDir = await mkdtemp(join(tmpdir(), 'evencast-batch-'))
})
afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
  await rm(tmpDir, { recursive: true })
})

const create = (url: string, options: Partial<OpenAiBatchOptions> = {}) =>
  createOpenAiBatches({
    draw,
    apiKey: () => KEY,
    baseURL: url,
    model: 'gpt-5.6-terra',
    instructions,
    prices,
    clock: fakeClock(),
    tmpDir,
    ...options,
  })
const actors = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ actorId: `actor_${i}`, base: images[0]!.file, images }))

/** Returns the state after a round trip through JSON, as a caller stores it. */
const stored = (state: BatchState): BatchState => BatchState.parse(JSON.parse(JSON.stringify(state)))
const nothing = { onState: () => {} }
const fresh = { earlierOf: () => null }

describe('a batch run', () => {
  it('is handed in, left, and picked up by another process at half the price', async () => {
    await using api = await startOpenAi()
    const state = stored(await create(api.url).submit(actors(2), nothing))
    expect(api.stats()).toMatchObject({ batches: 1, requests: 0, invalid: [] })
    expect(await readdir(tmpDir)).toEqual([])

    const next = create(api.url)
    const early = await next.collect(state, fresh)
    expect(early).toMatchObject({ done: false, opinions: [], problems: [] })
    let usd = 0
    const late = await next.collect(stored(early.state), {
      ...fresh,
      onUsage: (usage) => (usd += usage.usd ?? Number.NaN),
    })
    expect(late).toMatchObject({ done: true, problems: [] })
    expect(
      late.opinions.map(({ actorId, filename, opinion: { style, open } }) => [actorId, filename, style, open]),
    ).toEqual(
      ['actor_0', 'actor_1'].flatMap((actorId) =>
        images.map(({ filename }) => [actorId, filename, 'photorealistic', filename === 'gaze.png']),
      ),
    )
    expect(late.opinions[0]?.sha256).toBe(images[0]?.sha256)
    const { input, output } = api.stats().batchTokens
    expect(usd).toBeCloseTo((input * 2 + output * 12) / 2e6, 10)
    // Results are fetched once, and the uploaded pictures are deleted from the service.
    expect((await next.collect(late.state, fresh)).opinions).toEqual([])
    expect(api.stats().files.filter(({ purpose }) => purpose === 'batch')).toEqual([])
  })

  it('costs what was expected where its answers do not say what they used', async () => {
    await using api = await startOpenAi({ batch: { polls: 1, fault: () => FAULTS.uncounted } })
    const batches = create(api.url)
    const usages: Usage[] = []
    await batches.collect(await batches.submit(actors(2), nothing), {
      ...fresh,
      onUsage: (usage) => usages.push(usage),
    })
    const brief = actors(2).map(({ base, images: all }) => ({ hasBase: base !== '', images: all }))
    const expected = createOpinions(api.url, { detailLevel: 'sheet' }).estimate(brief, { batch: true })
    expect(usages.map(({ tokens }) => tokens)).toEqual([null, null])
    expect(usages.reduce((sum, { usd }) => sum + (usd ?? Number.NaN), 0)).toBeCloseTo(expected.usd ?? Number.NaN, 12)
    expect(expected.usd).toBeGreaterThan(0)
  })

  it('looks closely in a second batch at what the first left open', async () => {
    await using api = await startOpenAi({ batch: { polls: 1 } })
    const batches = create(api.url)
    const sheet = await batches.collect(await batches.submit(actors(1), nothing), fresh)
    const open = new Map(
      sheet.opinions.filter(({ opinion }) => opinion.open).map(({ sha256, opinion }) => [sha256, opinion]),
    )
    const again = images.flatMap((image) => {
      const earlier = open.get(image.sha256)
      return earlier ? [{ ...image, earlier }] : []
    })
    const state = await batches.submit([{ actorId: 'actor_0', base: images[0]!.file, images: again }], nothing)
    const close = await batches.collect(state, { earlierOf: (_, sha256) => open.get(sha256) ?? null })
    expect(close.opinions).toMatchObject([
      {
        filename: 'gaze.png',
        opinion: { seen: 'close', open: false, findings: { camera_gaze: 'clear' }, verdict: 'review' },
      },
    ])
  })

  it('is divided by bytes', async () => {
    const mostBytes = 800_000
    await using api = await startOpenAi({ batch: { polls: 1, mostBytes } })
    const batches = create(api.url, { mostBytes })
    const state = await batches.submit(actors(4), nothing)
    expect(state.parts.length).toBeGreaterThan(1)
    expect(state.parts.every(({ bytes }) => bytes <= mostBytes)).toBe(true)
    const { done, opinions: told } = await batches.collect(state, fresh)
    expect(done).toBe(true)
    expect(told).toHaveLength(16)
    expect(api.stats().invalid).toEqual([])
  })

  it('sends nothing twice after an interruption at any point', async () => {
    await using api = await startOpenAi({ batch: { polls: 1 } })
    const states: BatchState[] = []
    await create(api.url).submit(actors(2), { onState: (state) => void states.push(stored(state)) })
    expect(states.map(({ parts }) => parts.at(-1)?.status)).toEqual(['uploaded', 'validating'])
    for (const state of states) {
      const resumed = await create(api.url).submit(actors(2), { ...nothing, state })
      expect(resumed.parts).toHaveLength(1)
    }
    expect(api.stats()).toMatchObject({ batches: 1, invalid: [] })
    expect(api.stats().files).toHaveLength(1)
  })

  it('leaves open what an expired batch did not finish', async () => {
    await using api = await startOpenAi({ batch: { polls: 1, end: 'expired' } })
    const batches = create(api.url)
    const { opinions: told, problems, done } = await batches.collect(await batches.submit(actors(2), nothing), fresh)
    expect(done).toBe(true)
    expect(problems).toEqual([expect.stringContaining('ended as “expired”')])
    expect(told.map(({ opinion }) => opinion.style)).toEqual([
      ...images.map(() => 'photorealistic'),
      ...images.map(() => null),
    ])
    expect(told.slice(-4).every(({ opinion }) => opinion.open)).toBe(true)
  })

  it('reads the file of errors, and says why a batch failed', async () => {
    const fault = (line: number) => (line === 0 ? FAULTS.policy : line === 1 ? FAULTS.chatter : null)
    await using api = await startOpenAi({ batch: { polls: 1, fault } })
    const batches = create(api.url, { detailLevel: 'sheet' })
    const { opinions: told } = await batches.collect(await batches.submit(actors(3), nothing), fresh)
    const of = (actorId: string) => told.filter((one) => one.actorId === actorId).map(({ opinion }) => opinion)
    expect(of('actor_0')).toMatchObject(images.map(() => ({ style: null, open: false, verdict: null })))
    expect(of('actor_1')).toMatchObject(images.map(() => ({ style: null, open: true, verdict: null })))
    expect(of('actor_2')).toMatchObject(images.map(() => ({ style: 'photorealistic', open: false })))

    await using broken = await startOpenAi({ batch: { polls: 1, end: 'failed' } })
    const failing = create(broken.url)
    const failed = await failing.collect(await failing.submit(actors(1), nothing), fresh)
    expect(failed.problems).toEqual([expect.stringContaining('Line 1 is bad.')])
    expect(failed.opinions.every(({ opinion }) => opinion.style === null && opinion.open)).toBe(true)
  })

  it('can be cancelled, and speaks plainly when the key is wrong', async () => {
    await using api = await startOpenAi({ apiKey: KEY })
    const batches = create(api.url)
    const state = await batches.submit(actors(1), nothing)
    await batches.cancel(state)
    expect(await batches.collect(state, fresh)).toMatchObject({
      done: true,
      problems: [expect.stringContaining('cancelled')],
    })
    const wrong = create(api.url, { apiKey: () => 'sk-wrong-key' })
    await expect(wrong.submit(actors(1), nothing)).rejects.toThrow('does not accept the key')
    expect(await readdir(tmpDir)).toEqual([])
  })
})
