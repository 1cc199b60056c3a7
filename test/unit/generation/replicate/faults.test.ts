import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { messageOf } from '../../../../src/main/domain/error.ts'
import { isPassing } from '../../../../src/main/generation/replicate/failure.ts'
import { pictureOf } from '../../../../src/main/generation/replicate/outcome.ts'
import { PRESETS } from '../../../../src/main/generation/replicate/presets.ts'
import { retryAfterMs } from '../../../../src/main/generation/replicate/rest.ts'
import type { Ending, Operation, Trouble } from '../../../support/replicate/faults.ts'
import { COMMUNITY_MODEL } from '../../../support/replicate/models.ts'
import { errorFrom, requestFor, setup, writeBase } from './setup.ts'

describe('throttling', () => {
  test.each([
    ['the header', { header: 7 }, 7000],
    ['the body', { body: 9 }, 9000],
    ['the text', { text: 30 }, 30_000],
    ['nothing', {}, 5000],
    ['the header before the text', { header: 3, text: 30 }, 3000],
    ['a text of no time at all', { text: 0 }, 1000],
  ])('is waited for as long as %s says', async (_name, retryAfter, delayMs) => {
    const { service, generator, hooks, sleeps } = await setup({
      latencyMs: 0,
      faults: [{ on: 'create', trouble: { status: 429, retryAfter }, times: 2 }],
    })
    await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
    expect(sleeps.slice(0, 2)).toEqual([delayMs, delayMs])
    expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 3, list: 0 } })
  })

  test('a date says it as well', () => {
    const soon = new Date(Date.now() + 60_000).toUTCString()
    expect(retryAfterMs(soon, null, '')).toBeGreaterThan(50_000)
    expect(retryAfterMs('nonsense', null, '')).toBeNull()
  })

  test.each([
    ['one wait too long', { status: 429, retryAfter: { header: 3600 } }, 1],
    ['too many waits', { status: 429, retryAfter: { header: 100 }, detail: 'Request was throttled' }, 10],
  ])('stops the run after %s', async (_name, trouble, requests) => {
    const { service, generator, hooks } = await setup({ faults: [{ on: 'create', trouble, times: 99 }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('is limiting requests') })
    expect(service.stats().requests.create).toBe(requests)
  })
})

describe('what only reads is asked again', () => {
  const passing: readonly Trouble[] = [
    'reset before',
    'reset after',
    'garbled',
    'partial',
    { status: 503 },
    { status: 429 },
  ]
  test.each(['get', 'upload', 'download'] as const)('%s', async (on) => {
    const faults = passing.map((trouble) => ({ on, trouble }))
    const { service, generator, hooks } = await setup({ faults })
    const base = await writeBase('a.png', { width: 700, height: 800, noise: 90 })
    await generator.generate(requestFor(base), hooks)
    expect(service.stats()).toMatchObject({ chargedUsd: 0.04, requests: { create: 1 } })
    expect(service.stats().requests[on]).toBeGreaterThanOrEqual(passing.length)
  })

  test('but not for ever: the id stays journalled, and the run stops', async () => {
    const { service, generator, hooks, ids } = await setup({
      faults: [{ on: 'get', trouble: { status: 500 }, times: 99 }],
    })
    const base = await writeBase('alice_base.png')
    const error = await errorFrom(generator.generate(requestFor(base), hooks))
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('reports an error (HTTP 500)'),
    })
    expect(service.stats().requests.get).toBe(7)
    expect(ids).toHaveLength(1)
  })

  test.each([400, 401, 403, 422])('a refusal (HTTP %d) keeps what is paid for in the journal', async (status) => {
    const { generator, hooks, ids } = await setup({ faults: [{ on: 'get', trouble: { status } }] })
    const base = await writeBase('alice_base.png')
    expect(await errorFrom(generator.generate(requestFor(base), hooks))).toMatchObject({ code: 'UNAVAILABLE' })
    const [externalId = null] = ids
    expect((await generator.generate(requestFor(base, { externalId }), hooks)).predictionId).toBe(externalId)
  })

  test('a prediction that never ends stops the run and can be waited for later', async () => {
    const { generator, hooks, ids } = await setup({ faults: [{ on: 'ending', ending: 'endless' }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`prediction ${ids[0]} at “processing”`),
    })
  })
})

describe('a refusal that every picture would meet stops the run with the next step', () => {
  test.each([
    [401, /does not accept the API token.*Settings/],
    [402, /no credit left.*billing.*resume/],
    [403, /does not let this account use/],
    [404, /has no model “black-forest-labs\/flux-kontext-pro”/],
    [302, /redirects elsewhere/],
  ])('HTTP %d', async (status, sentence) => {
    const { service, generator, hooks } = await setup({ faults: [{ on: 'create', trouble: { status }, times: 9 }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', name: 'EvencastError' })
    expect(messageOf(error)).toMatch(sentence)
    expect(service.stats().requests).toMatchObject({ create: 1, list: 0 })
  })

  test('a wrong token, in every call', async () => {
    const { generator, hooks } = await setup({ generator: { token: () => 'r8_wrong0000' } })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('token') })
  })
})

test('an input that the model does not accept ends this step and names the field', async () => {
  const { generator, hooks } = await setup({ faults: [{ on: 'create', trouble: { status: 422 } }] })
  const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
  expect(error).toMatchObject({ name: 'GenerationError', again: false, costUsd: 0 })
  expect(messageOf(error)).toContain('prompt: the prompt is too long')
})

describe('a prediction that ends without a picture', () => {
  test.each<readonly [Ending, boolean, number, RegExp]>([
    ['moderation', false, 0, /refuses the prompt “ph-01”.*choose another prompt.*E005/],
    ['interrupted', true, 0, /failed.*please retry/],
    ['broken', false, 0, /cannot identify image file.*another prompt or model/],
    ['canceled', false, 0.04, /cancelled on Replicate/],
    ['aborted', true, 0, /before it started.*costs nothing/],
    ['null output', true, 0.04, /returned no image/],
    ['expired', true, 0.04, /after an hour/],
  ])('%s', async (ending, again, costUsd, sentence) => {
    const { service, generator, hooks, ids } = await setup({ faults: [{ on: 'ending', ending }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again, costUsd })
    expect(messageOf(error)).toMatch(sentence)
    expect(service.stats().chargedUsd).toBe(costUsd)
    expect(ids).toHaveLength(1)
  })

  test('of a model that is priced by time may cost as much as one with', () => {
    const [preset] = PRESETS
    const prediction = {
      id: 'p1',
      model: COMMUNITY_MODEL,
      status: 'failed',
      error: 'boom',
      created_at: '',
      started_at: '2026',
    } as const
    const asked = { preset: { ...preset, pricedByPicture: false }, promptId: 'ph-01', redact: String }
    expect(() => pictureOf(prediction, asked)).toThrow(expect.objectContaining({ costUsd: 0.04 }))
    expect(() => pictureOf({ ...prediction, error: null }, asked)).toThrow(/no reason|null/)
  })
})

describe('the picture', () => {
  test('that is gone is paid for and lost', async () => {
    const { generator, hooks } = await setup({ faults: [{ on: 'download', trouble: { status: 404 } }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again: true, costUsd: 0.04 })
  })

  test('that is never a picture is given up after three tries', async () => {
    const { service, generator, hooks } = await setup({ faults: [{ on: 'download', trouble: 'garbled', times: 9 }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again: true, costUsd: 0.04 })
    expect(service.stats().requests.download).toBe(3)
  })

  test('at an address that is not encrypted is not fetched', async () => {
    const { generator, hooks } = await setup({ faults: [{ on: 'ending', ending: 'foreign picture' }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('not encrypted') })
  })

  test('is not followed to one either', async () => {
    const location = 'http://pictures.invalid/1.png'
    const { generator, hooks } = await setup({ faults: [{ on: 'download', trouble: { status: 302, location } }] })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(messageOf(error)).toContain('http://pictures.invalid')
  })
})

describe('the token', () => {
  const statuses = [400, 401, 404, 422, 429, 500]
  const operations: readonly Operation[] = ['create', 'upload', 'get', 'list', 'download']
  test.each(operations)('is in no error and no log, whatever %s answers', async (on) => {
    const base = await writeBase('a.png', { width: 500, height: 600, noise: 90 })
    for (const status of statuses) {
      const trouble = { status, detail: 'Denied', echoToken: true, retryAfter: { header: 3600 } }
      const first = on === 'list' ? [{ on: 'create', trouble: 'reset after' } as const] : []
      const all = await setup({ faults: [...first, { on, trouble, times: 99 }] })
      const error = await errorFrom(all.generator.generate(requestFor(base), all.hooks))
      const everything = inspect([error, all.logged, all.generator], { depth: Infinity, showHidden: true })
      expect(everything).not.toContain(all.service.token)
    }
  })

  test('goes to the service and to no other address', async () => {
    const seen: [string, boolean][] = []
    const { generator, hooks } = await setup({
      faults: [{ on: 'download', trouble: { status: 302, location: 'https://elsewhere.invalid/1.png' }, times: 99 }],
      generator: {
        fetch: (url, init) => {
          const address = url instanceof Request ? url.url : String(url)
          seen.push([new URL(address).host, new Headers(init?.headers).has('authorization')])
          return fetch(url, init)
        },
      },
    })
    await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    const foreign = seen.filter(([host]) => host === 'elsewhere.invalid')
    expect(foreign.length).toBeGreaterThan(0)
    expect(foreign.every(([, authorized]) => !authorized)).toBe(true)
    expect(seen[0]?.[1]).toBe(true)
  })

  test.each([
    [null, /no Replicate API token/],
    ['  ', /no Replicate API token/],
    ['r8_abc\ndef', /invalid characters/],
    ['r8_schlüssel', /invalid characters/],
  ])('%j is told apart before it is sent', async (token, sentence) => {
    const { service, generator, hooks } = await setup({ generator: { token: () => token } })
    const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
    expect(error).toMatchObject({ code: 'UNAVAILABLE' })
    expect(messageOf(error)).toMatch(sentence)
    expect(inspect(error)).not.toContain('r8_')
    expect(service.stats().requests.create).toBe(0)
  })
})

test('what cannot have happened is not passing', () => {
  expect(isPassing({ kind: 'token', problem: 'missing' })).toBe(false)
  expect(isPassing({ kind: 'refused', status: 422, detail: '', fields: [], retryAfterMs: null })).toBe(false)
})

describe('the connection test', () => {
  test('names the account, the model and its price', async () => {
    const { service, generator } = await setup()
    expect(await generator.testConnection()).toEqual({
      ok: true,
      message: 'Connected as evencast: black-forest-labs/flux-kontext-pro is available at $0.04 per image.',
    })
    expect(service.stats()).toMatchObject({ chargedUsd: 0, requests: { create: 0 } })
  })

  test.each<readonly [string, Operation, Trouble, RegExp]>([
    ['a wrong token', 'account', { status: 401 }, /does not accept the API token/],
    ['an address of something else', 'account', { status: 404 }, /http:\/\/127.* is not Replicate/],
    ['a web page', 'account', 'garbled', /invalid response/],
    ['a model that is not there', 'model', { status: 404 }, /has no model/],
    ['a service at fault', 'account', { status: 503 }, /HTTP 503/],
  ])('says what is wrong at once: %s', async (_name, on, trouble, sentence) => {
    const { generator, sleeps } = await setup({ faults: [{ on, trouble, times: 9 }] })
    const report = await generator.testConnection()
    expect(report.ok).toBe(false)
    expect(report.message).toMatch(sentence)
    expect(sleeps).toEqual([])
  })

  test('says when there is no token, and when the address is none', async () => {
    const { generator } = await setup({ generator: { token: () => null } })
    expect((await generator.testConnection()).message).toMatch(/no Replicate API token/)
    const mistyped = await setup({ generator: { baseUrl: 'replicate' } })
    expect((await mistyped.generator.testConnection()).message).toMatch(/cannot be reached \(ERR_INVALID_URL\)/)
  })
})
