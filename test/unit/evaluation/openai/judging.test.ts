import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Opinion } from '../../../../src/main/domain/opinion.ts'
import type { Usage } from '../../../../src/main/evaluation/vision-evaluator.ts'
import { startOpenAi } from '../../../support/openai/server.ts'
import { createFixture, createOpinions, type Fixture, SIGN } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await createFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const seenBy = (opinions: ReadonlyMap<string, Opinion>, seen: string): string[] =>
  [...opinions].flatMap(([filename, opinion]) => (opinion.seen === seen ? [filename] : []))

describe('judging an actor', () => {
  it('tells styles from the pixels of one sheet, and looks closely only where that leaves doubt', async () => {
    await using api = await startOpenAi()
    const base = await fixture.image('base', 'photo')
    const images = [
      ...(await fixture.photos(3)),
      await fixture.image('ink', 'ink'),
      await fixture.image('comic', 'comic'),
      await fixture.image('gaze', 'photo', { sign: SIGN.gaze }),
      await fixture.image('hand', 'photo', { sign: SIGN.distortion }),
      await fixture.image('made', 'photo', { generated: true }),
    ]
    const usages: Usage[] = []
    const opinions = await createOpinions(api.url).opinions(
      { actorId: 'a', base: base.file, images },
      { onUsage: (usage) => usages.push(usage) },
    )
    expect(Object.fromEntries([...opinions].map(([filename, { style }]) => [filename, style]))).toEqual({
      'photo_1.png': 'photorealistic',
      'photo_2.png': 'photorealistic',
      'photo_3.png': 'photorealistic',
      'ink.png': 'bw_stylized',
      'comic.png': 'color_stylized',
      'gaze.png': 'photorealistic',
      'hand.png': 'photorealistic',
      'made.png': 'photorealistic',
    })
    expect(seenBy(opinions, 'close').sort()).toEqual(['gaze.png', 'hand.png', 'made.png'])
    expect(opinions.get('gaze.png')).toMatchObject({
      verdict: 'review',
      findings: { camera_gaze: 'clear' },
      open: false,
    })
    expect(opinions.get('hand.png')).toMatchObject({ verdict: 'reject', findings: { distortion: 'clear' } })
    // The sheet is too small for eyes and hands, so there is no finding about them.
    expect(opinions.get('photo_1.png')?.findings).toEqual({
      symmetry: null,
      camera_gaze: null,
      distortion: null,
      identity_mismatch: 'none',
      text: 'none',
    })
    expect([...opinions.values()].map(({ shot }) => shot.expression)).not.toContain(null)
    const stats = api.stats()
    expect(stats).toMatchObject({ requests: 2, invalid: [] })
    const cost = (stats.inputTokens * 2 + stats.outputTokens * 12) / 1e6
    expect(usages.reduce((sum, { usd }) => sum + (usd ?? Number.NaN), 0)).toBeCloseTo(cost, 10)
  })

  it('tells someone else apart from the base image', async () => {
    await using api = await startOpenAi()
    const base = await fixture.image('base_red', 'photo', { hue: 10 })
    const images = [
      await fixture.image('same', 'photo', { hue: 15 }),
      await fixture.image('other', 'photo', { hue: 200 }),
    ]
    const opinions = await createOpinions(api.url).opinions({ actorId: 'a', base: base.file, images })
    expect(opinions.get('same.png')?.findings.identity_mismatch).toBe('none')
    expect(opinions.get('other.png')).toMatchObject({ findings: { identity_mismatch: 'clear' }, verdict: 'reject' })
  })

  it('measures no identity without a base image', async () => {
    await using api = await startOpenAi()
    const opinions = await createOpinions(api.url).opinions({
      actorId: 'a',
      base: null,
      images: await fixture.photos(2),
    })
    expect([...opinions.values()].map(({ findings }) => findings.identity_mismatch)).toEqual([null, null])
    expect(api.stats().requests).toBe(1)
  })

  it('sends no closer look when only sheets are asked for, and one for each image when all are', async () => {
    await using api = await startOpenAi()
    const images = [
      ...(await fixture.photos(3)),
      await fixture.image('g', 'photo', { sign: SIGN.gaze, generated: true }),
    ]
    const actor = { actorId: 'a', base: images[0]!.file, images }
    const onSheets = await createOpinions(api.url, { detailLevel: 'sheet' }).opinions(actor)
    expect(api.stats().requests).toBe(1)
    expect([...onSheets.values()].every(({ seen, open }) => seen === 'sheet' && !open)).toBe(true)
    const each = await createOpinions(api.url, { detailLevel: 'every' }).opinions(actor)
    expect(api.stats().requests).toBe(5)
    expect([...each.values()].every(({ findings }) => findings.distortion === 'none')).toBe(true)
  })

  it('divides a large set evenly over sheets that stay readable', async () => {
    await using api = await startOpenAi()
    const images = await fixture.photos(30)
    const opinions = await createOpinions(api.url).opinions({ actorId: 'a', base: images[0]!.file, images })
    expect(opinions.size).toBe(30)
    expect(api.stats()).toMatchObject({ requests: 2, invalid: [] })
    await using small = await startOpenAi()
    await createOpinions(small.url, { model: 'gpt-4o', detailLevel: 'sheet' }).opinions({
      actorId: 'a',
      base: images[0]!.file,
      images,
    })
    // Seven tiles and the base image: gpt-4o sees a sheet at 768 px high.
    expect(small.stats()).toMatchObject({ requests: 5, invalid: [] })
  })

  it('does not ask on a sheet again for what a sheet told before', async () => {
    await using api = await startOpenAi()
    const images = [...(await fixture.photos(2)), await fixture.image('again', 'photo', { sign: SIGN.gaze })]
    const told: ReadonlyMap<string, Opinion>[] = []
    const opinions = createOpinions(api.url)
    await opinions.opinions({ actorId: 'a', base: null, images }, { onOpinions: (news) => told.push(news) })
    const open = [...(told[0] ?? [])].filter(([, opinion]) => opinion.open)
    expect(open.map(([filename]) => filename)).toEqual(['again.png'])
    const before = api.stats().requests
    const [image] = images.slice(-1)
    const resumed = await opinions.opinions({ actorId: 'a', base: null, images: [{ ...image!, earlier: open[0]![1] }] })
    expect(resumed.get('again.png')).toMatchObject({ seen: 'close', open: false })
    expect(api.stats().requests - before).toBe(1)
  })

  it('sends at most so many requests at once over all actors, and nothing the service ignores or refuses', async () => {
    await using api = await startOpenAi({ latencyMs: 400 })
    const images = await fixture.photos(3)
    const opinions = createOpinions(api.url, { detailLevel: 'sheet', concurrency: 3 })
    await Promise.all(
      Array.from({ length: 9 }, (_, i) => opinions.opinions({ actorId: String(i), base: null, images })),
    )
    expect(api.stats()).toMatchObject({ requests: 9, mostAtOnce: 3, invalid: [] })
    const body = JSON.stringify(api.stats().bodies[0])
    expect(body).not.toMatch(/"temperature"|"max_tokens"|"detail"/)
    const atOpenAi = createOpinions(api.url, { detailLevel: 'sheet', sendDetail: true })
    await atOpenAi.opinions({ actorId: 'a', base: null, images })
    expect(JSON.stringify(api.stats().bodies.at(-1))).toContain('"detail":"high"')
  })

  it('names in its id all that an opinion depends on', async () => {
    expect(createOpinions('http://localhost/v1').id).toBe('openai:gpt-5.6-terra@1')
    expect(createOpinions('http://localhost/v1', { detailLevel: 'every', model: 'm' }).id).toBe('openai:m@1-every')
  })
})
