import { describe, expect, test } from 'vitest'
import type { Trouble } from '../../../support/replicate/faults.ts'
import { errorFrom, requestFor, setup, writeBase } from './setup.ts'

/** Faults after which a client cannot tell whether a prediction was created. */
const UNCLEAR: readonly (readonly [string, Trouble])[] = [
  ['the connection is reset', 'reset after'],
  ['the answer is no JSON', 'garbled'],
  ['the answer is cut off', 'partial'],
]

describe.each(UNCLEAR)('a prediction was made, and %s', (_name, trouble) => {
  test.each(['black-forest-labs/flux-kontext-pro', 'google/nano-banana', 'qwen/qwen-image-edit-plus'])(
    'it is found and no other is made (%s)',
    async (model) => {
      const { service, generator, hooks, ids } = await setup({ model, faults: [{ on: 'create', trouble }] })
      const image = await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
      const stats = service.stats()
      expect(stats.predictionIds).toHaveLength(1)
      expect(stats.requests.create).toBe(1)
      expect(ids).toEqual(stats.predictionIds)
      expect(image.predictionId).toBe(ids[0])
      expect(stats.chargedUsd).toBe(image.costUsd)
    },
  )
})

test('a prediction whose status nobody knows is found and waited for', async () => {
  const unknown = { trouble: 'unknown status', times: 2 } as const
  const { service, generator, hooks } = await setup({
    latencyMs: 20_000,
    faults: [
      { on: 'create', trouble: 'reset after' },
      { on: 'list', ...unknown },
      { on: 'get', ...unknown },
    ],
  })
  await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
  expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1 } })
})

test('a prediction was made and its answer does not come in time: it is found', async () => {
  const { service, generator, hooks } = await setup({
    faults: [{ on: 'create', trouble: { slowMs: 60_000 } }],
    generator: { requestTimeoutMs: 1500 },
  })
  await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
  expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1 } })
})

test.each<[string, Trouble]>([
  ['the connection is reset before anything was made', 'reset before'],
  ['the service has a fault', { status: 502 }],
])('%s: nobody knows, so it is looked for, and a person is asked before it is made again', async (_name, trouble) => {
  const { service, generator, another, hooks, ids, sleeps, nowIso } = await setup({
    faults: [{ on: 'create', trouble }],
  })
  const base = await writeBase('alice_base.png')
  const askedAt = nowIso()
  const error = await errorFrom(generator.generate(requestFor(base), hooks))
  expect(error).toMatchObject({ isUnknown: true, again: false, message: expect.stringContaining('up to $0.04') })
  expect(service.stats().requests.create).toBe(1)
  // Counted from when the request was given up, longer than any list is known to lag.
  expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(60_000)
  // The next start does not repeat it either, until a person confirms.
  expect(await errorFrom(another().generate(requestFor(base, { askedAt }), hooks))).toMatchObject({ isUnknown: true })
  expect(service.stats().requests.create).toBe(1)
  await another().generate(requestFor(base, { askedAt, mayRepeat: true }), hooks)
  expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 2 } })
  expect(ids).toHaveLength(1)
})

test.each([
  ['a page', '<html>Sign in</html>'],
  ['nothing', ''],
  ['a prediction of nobody', '{"id":"../x","status":"starting"}'],
])(
  'a proxy that answers a create with status 200 and %s: unknown, never “not created”, and not repeated',
  async (_name, body) => {
    let posts = 0
    const lying: typeof fetch = (url, init) => {
      if (init?.method !== 'POST' || typeof url !== 'string' || !url.endsWith('/predictions')) return fetch(url, init)
      posts++
      return Promise.resolve(new Response(body, { status: 200, headers: { 'content-type': 'text/html' } }))
    }
    const { service, generator, hooks, nowIso } = await setup({ generator: { fetch: lying } })
    const base = await writeBase('alice_base.png')
    const askedAt = nowIso()
    expect(await errorFrom(generator.generate(requestFor(base), hooks))).toMatchObject({
      isUnknown: true,
      again: false,
    })
    expect(await errorFrom(generator.generate(requestFor(base, { askedAt }), hooks))).toMatchObject({ isUnknown: true })
    expect([posts, service.stats().requests.create]).toEqual([1, 0])
  },
)

test('what may only be found is never asked for, whatever the search says', async () => {
  const { service, generator, hooks, nowIso, pass } = await setup()
  const base = await writeBase('alice_base.png')
  const askedAt = nowIso()
  const asked = { askedAt, mayCreate: false, mayRepeat: true }
  expect(await errorFrom(generator.generate(requestFor(base, asked), hooks))).toMatchObject({ isUnknown: true })
  pass(31 * 60_000)
  expect(await errorFrom(generator.generate(requestFor(base, asked), hooks))).toMatchObject({
    costUsd: 0,
    isUnknown: false,
  })
  expect(service.stats().requests).toMatchObject({ create: 0, upload: 0 })
})

test('a request that was taken after its time-out, and a list that lags behind, lead to one prediction', async () => {
  const { service, generator, hooks, pass } = await setup()
  const base = await writeBase('alice_base.png')
  service.fail({ on: 'create', trouble: 'reset after' })
  // The list lags for 45 s after the connection broke.
  service.fail({ on: 'list', trouble: 'lagging', times: 5 })
  await generator.generate(requestFor(base), hooks)
  pass(0)
  expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1 } })
})

test('what was asked for half an hour ago and is in no list was never taken', async () => {
  const { service, generator, hooks, nowIso, pass } = await setup()
  const askedAt = nowIso()
  pass(31 * 60_000)
  await generator.generate(requestFor(await writeBase('alice_base.png'), { askedAt }), hooks)
  expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1 } })
})

test('after a reset nothing is created while the list cannot be read', async () => {
  const { service, generator, hooks } = await setup({
    faults: [
      { on: 'create', trouble: 'reset after' },
      { on: 'list', trouble: { status: 503 }, times: 99 },
    ],
  })
  const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
  expect(error).toMatchObject({ code: 'UNAVAILABLE' })
  expect(service.stats().requests.create).toBe(1)
})

describe('after a restart', () => {
  /** Interrupts a call after its prediction was created and before its id was known. */
  async function cutShort(options: Parameters<typeof setup>[0] = {}) {
    const all = await setup({
      ...options,
      faults: [
        { on: 'create', trouble: 'reset after' },
        { on: 'list', trouble: { status: 503 }, times: 7 },
      ],
    })
    const base = await writeBase('alice_base.png')
    const askedAt = all.nowIso()
    await errorFrom(all.generator.generate(requestFor(base), all.hooks))
    return { ...all, base, askedAt }
  }

  test('the prediction of a call that was cut short is found', async () => {
    const { service, another, hooks, base, askedAt, ids } = await cutShort()
    const image = await another().generate(requestFor(base, { askedAt }), hooks)
    expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1 } })
    expect([image.predictionId]).toEqual(ids)
  })

  test.each([-600_000, 600_000])('also when this machine’s clock is wrong by %d ms', async (aheadMs) => {
    const { service, another, hooks, base, askedAt } = await cutShort({ aheadMs })
    await another().generate(requestFor(base, { askedAt }), hooks)
    expect(service.stats().requests.create).toBe(1)
  })

  test('also when others came after it and it is on another page', async () => {
    const { service, generator, another, hooks, base, askedAt } = await cutShort({ pageSize: 2 })
    for (const seed of [11, 12, 13, 14]) await generator.generate(requestFor(base, { seed }), hooks)
    await another().generate(requestFor(base, { askedAt }), hooks)
    expect(service.stats().perPicture.size).toBe(5)
    expect(service.stats().requests.create).toBe(5)
  })

  test('a prediction that exists is waited for, without looking at the base image', async () => {
    const { service, generator, another, hooks, ids } = await setup()
    const first = await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
    const again = await another().generate(requestFor('/gone/base.png', { externalId: ids[0] ?? null }), hooks)
    expect(again).toEqual(first)
    expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1, list: 0 } })
  })

  test('one that the account does not know is not made anew unasked', async () => {
    const { service, generator, hooks } = await setup()
    const error = await errorFrom(generator.generate(requestFor(null, { externalId: 'p1' }), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again: false, costUsd: 0.04 })
    expect(String(error)).toContain('no longer knows prediction p1')
    expect(service.stats().requests.create).toBe(0)
  })

  test('one whose output is removed is told apart from one that failed', async () => {
    const { generator, hooks, ids, pass } = await setup()
    const base = await writeBase('alice_base.png')
    await generator.generate(requestFor(base), hooks)
    pass(2 * 60 * 60_000)
    const error = await errorFrom(generator.generate(requestFor(base, { externalId: ids[0] ?? null }), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again: true, costUsd: 0.04 })
    expect(String(error)).toContain('after an hour')
  })
})

describe('what is alike but another picture is not taken for it', () => {
  test.each([
    ['as data', {}],
    ['as a file', { width: 700, height: 800, noise: 90 }],
  ])('another actor’s with the same prompt and seed, sent %s, also after a restart', async (_name, size) => {
    const { service, generator, another, hooks, nowIso } = await setup()
    const [alice, bob] = [
      await writeBase('a.png', { ...size, hue: 10 }),
      await writeBase('b.png', { ...size, hue: 200 }),
    ]
    const askedAt = nowIso()
    await generator.generate(requestFor(bob, { actorId: 'bob' }), hooks)
    const image = await another().generate(requestFor(alice, { askedAt, mayRepeat: true }), hooks)
    expect(image.predictionId).toBe(service.stats().predictionIds[1])
    expect([...service.stats().perPicture.values()]).toEqual([1, 1])
    // The existing prediction is still found.
    const again = await another().generate(requestFor(alice, { askedAt }), hooks)
    expect(again.predictionId).toBe(image.predictionId)
    expect(service.stats().requests.create).toBe(2)
  })

  test('an earlier one of the same call, where the model has no seed', async () => {
    const { service, generator, hooks } = await setup({ model: 'google/nano-banana' })
    const base = await writeBase('alice_base.png')
    const first = await generator.generate(requestFor(base), hooks)
    service.fail({ on: 'create', trouble: 'reset before' })
    const second = await errorFrom(generator.generate(requestFor(base, { attempt: 1 }), hooks))
    expect(second).toMatchObject({ isUnknown: true })
    expect(service.stats().predictionIds).toEqual([first.predictionId])
  })

  test('two at once that both broke off get one each', async () => {
    const { service, generator, hooks, ids } = await setup({
      model: 'google/nano-banana',
      faults: [{ on: 'create', trouble: 'reset after', times: 2 }],
    })
    const base = await writeBase('alice_base.png')
    await Promise.all([1, 2].map(() => generator.generate(requestFor(base), hooks)))
    expect(service.stats().requests.create).toBe(2)
    expect(new Set(ids).size).toBe(2)
  })

  test('when it cannot be told, the user is asked instead of charged', async () => {
    const { service, generator, another, hooks, nowIso } = await setup()
    const base = await writeBase('a.png', { width: 700, height: 800, noise: 90 })
    const askedAt = nowIso()
    await generator.generate(requestFor(base), hooks)
    service.fail({ on: 'file', trouble: { status: 404 } })
    const error = await errorFrom(another().generate(requestFor(base, { askedAt }), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again: false, costUsd: 0 })
    expect(String(error)).toContain(`replicate.com/p/${service.stats().predictionIds[0]}`)
    expect(service.stats().requests.create).toBe(1)
  })
})

describe('when the run is stopped', () => {
  test('while a prediction is waited for, it is left alone and can be waited for later', async () => {
    const { service, generator, hooks, abort, ids } = await setup({
      latencyMs: 4000,
      generator: {
        sleep: async (_delayMs, signal) => {
          abort.abort(new Error('stopped'))
          signal.throwIfAborted()
        },
      },
    })
    const base = await writeBase('alice_base.png')
    expect(await errorFrom(generator.generate(requestFor(base), hooks))).toMatchObject({ message: 'stopped' })
    expect(ids).toEqual(service.stats().predictionIds)
    expect(service.stats().strangers).toEqual([])
  })

  test('while the create is under way, its id is still journalled', async () => {
    const { service, generator, hooks, abort, ids } = await setup({
      faults: [{ on: 'create', trouble: { slowMs: 300 } }],
    })
    const running = errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    await expect.poll(() => service.stats().predictionIds.length).toBe(1)
    abort.abort(new Error('stopped'))
    expect(await running).toMatchObject({ message: 'stopped' })
    expect(ids).toEqual(service.stats().predictionIds)
  })

  test('before anything was asked for, nothing is', async () => {
    const { service, generator, hooks, abort } = await setup()
    abort.abort(new Error('stopped'))
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ message: 'stopped' })
    expect(service.stats().requests.create).toBe(0)
  })
})

test('a journal that fails leaves a prediction that the next call finds', async () => {
  const { service, generator, hooks, nowIso } = await setup()
  const base = await writeBase('alice_base.png')
  const askedAt = nowIso()
  const onExternalId = () => Promise.reject(new Error('disk full'))
  const error = await errorFrom(generator.generate(requestFor(base), { ...hooks, onExternalId }))
  expect(error).toMatchObject({ message: 'disk full' })
  await generator.generate(requestFor(base, { askedAt }), hooks)
  expect(service.stats().requests.create).toBe(1)
})

test('a request that cannot leave is repeated without a search', async () => {
  let refused = 0
  const { service, generator, hooks } = await setup({
    generator: {
      fetch: (url, init) => {
        if (init?.method !== 'POST' || refused++ > 1) return fetch(url, init)
        return Promise.reject(
          new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }),
        )
      },
    },
  })
  await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
  expect(service.stats().requests).toMatchObject({ create: 1, list: 0 })
})

test('a service that is not there stops the run with the reason', async () => {
  const { service, hooks, generator } = await setup()
  await service.close()
  const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('cannot be reached (ECONNREFUSED)'),
  })
})

test('several machines cannot ask what became of the requests of a model without seeds', async () => {
  const { generator, hooks } = await setup({ model: 'google/nano-banana' })
  expect(await errorFrom(generator.predictionsSince(0, hooks.signal))).toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('google/nano-banana takes no seed'),
  })
})
