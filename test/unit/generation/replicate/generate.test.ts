import { pictures } from '../../../support/in-process.ts'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { prepareBase } from '../../../../src/main/generation/replicate/base-image.ts'
import { PRESETS } from '../../../../src/main/generation/replicate/presets.ts'
import { COMMUNITY_MODEL, TEXT_MODEL } from '../../../support/replicate/models.ts'
import { errorFrom, requestFor, setup, writeBase } from './setup.ts'

test('an image of the default model: asked for once, journalled before the wait, fetched as a JPEG without metadata', async () => {
  const { service, generator, hooks, ids, sleeps } = await setup({ latencyMs: 6000 })
  const base = await writeBase('alice_base.png')
  const before: number[] = []
  const image = await generator.generate(requestFor(base), {
    ...hooks,
    onExternalId: (id) => {
      before.push(service.stats().requests.get)
      return hooks.onExternalId(id)
    },
  })
  const stats = service.stats()
  expect(before).toEqual([0])
  expect(ids).toEqual(stats.predictionIds)
  expect(image).toMatchObject({
    extension: 'jpg',
    model: 'black-forest-labs/flux-kontext-pro',
    predictionId: ids[0],
    seed: 7,
    costUsd: 0.04,
  })
  expect(stats).toMatchObject({ chargedUsd: 0.04, violations: [], strangers: [], cancelAfter: [] })
  expect(stats.requests).toMatchObject({ create: 1, list: 0, upload: 0, download: 1 })
  expect(stats.inputs).toEqual([
    {
      prompt: requestFor(base).prompt,
      input_image: expect.stringMatching(/^data:image\/png;base64,/),
      aspect_ratio: '3:2',
      seed: 7,
      output_format: 'png',
      safety_tolerance: 2,
      prompt_upsampling: false,
    },
  ])
  expect(stats.baseImages).toMatchObject([{ width: 320, height: 400, format: 'png' }])
  const metadata = await sharp(image.bytes).metadata()
  expect(metadata).toMatchObject({ format: 'jpeg', chromaSubsampling: '4:4:4', space: 'srgb' })
  expect(metadata.exif).toBeUndefined()
  expect(metadata.width / metadata.height).toBeCloseTo(1.5, 2)
  // For a model with unknown timing, the end is noticed within a twentieth of its usual time.
  expect(Math.max(...sleeps)).toBeLessThanOrEqual(400)

  sleeps.length = 0
  await generator.generate(requestFor(base, { seed: 8 }), hooks)
  // With known timing, a single poll comes when the picture is ready.
  expect(sleeps).toEqual([6000])
})

test('preparing comes before a place is taken, and bringing the picture home after it', async () => {
  const { service, generator, hooks } = await setup()
  const base = await writeBase('alice_base.png', { width: 900, height: 900, noise: 255 })
  const at: object[] = []
  await generator.generate(requestFor(base), {
    ...hooks,
    async inTurn(work) {
      at.push(service.stats().requests)
      const result = await work()
      at.push(service.stats().requests)
      return result
    },
  })
  expect(at).toMatchObject([
    { upload: 1, create: 0, get: 0, download: 0 },
    { upload: 1, create: 1, get: 1, download: 0 },
  ])
  expect(service.stats().requests.download).toBe(1)
})

describe.each(PRESETS.map(({ model }) => model))('the preset of %s', (model) => {
  test('sends only what the model takes and reads its output, string or list', async () => {
    const { service, generator, hooks } = await setup({ model })
    const image = await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
    expect((await sharp(image.bytes).metadata()).format).toBe('jpeg')
    expect(image.costUsd).toBe(generator.priceUsd('photorealistic'))
    expect(service.stats()).toMatchObject({ violations: [], chargedUsd: image.costUsd, requests: { create: 1 } })
  })
})

test('the user may correct a price', async () => {
  const { generator, hooks } = await setup({ prices: { 'black-forest-labs/flux-kontext-pro': 0.05 } })
  const image = await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
  expect(image.costUsd).toBe(0.05)
})

test('a model without a preset is asked what it takes: nullable image, enum by reference, an object with a list as its output', async () => {
  const { service, generator, hooks } = await setup({ model: COMMUNITY_MODEL, prices: { [COMMUNITY_MODEL]: 0.02 } })
  const base = await writeBase('alice_base.png')
  const image = await generator.generate(requestFor(base, { aspectRatio: '4:5' }), hooks)
  await generator.generate(requestFor(base, { seed: 8 }), hooks)
  expect((await sharp(image.bytes).metadata()).format).toBe('jpeg')
  const { inputs, requests, violations } = service.stats()
  expect(violations).toEqual([])
  expect(Object.keys(inputs[0] ?? {}).toSorted()).toEqual(
    ['aspect_ratio', 'main_face_image', 'num_outputs', 'output_format', 'prompt', 'seed'].toSorted(),
  )
  expect(inputs[0]).toMatchObject({ aspect_ratio: '2:3', num_outputs: 1, output_format: 'jpg', seed: 7 })
  expect(requests.model).toBe(1)
})

test('a model that does not accept an input image is refused with the reason, before anything is created', async () => {
  const { service, generator, hooks } = await setup({ model: TEXT_MODEL, prices: { [TEXT_MODEL]: 0.01 } })
  const error = await errorFrom(generator.generate(requestFor(await writeBase('alice_base.png')), hooks))
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('does not accept an input image'),
  })
  expect(service.stats().requests.create).toBe(0)
})

describe('the base image', () => {
  test('is uploaded once for all of an actor’s pictures when it is large, also when they are asked for together', async () => {
    const { service, generator, hooks } = await setup()
    const [alice, bob] = await Promise.all([
      writeBase('alice_base.png', { width: 700, height: 800, noise: 90 }),
      writeBase('bob_base.png', { width: 700, height: 800, noise: 80 }),
    ])
    await Promise.all([7, 8, 9].map((seed) => generator.generate(requestFor(alice, { seed }), hooks)))
    await generator.generate(requestFor(bob, { actorId: 'bob' }), hooks)
    await generator.generate(requestFor(alice, { seed: 10 }), hooks)
    const { requests, baseImages, inputs, violations } = service.stats()
    expect(requests.upload).toBe(2)
    expect(baseImages.map(({ bytes }) => bytes)).toEqual(
      await Promise.all([alice, bob].map(async (path) => (await prepareBase(pictures, path, 4)).bytes.byteLength)),
    )
    expect(inputs.every(({ input_image }) => String(input_image).startsWith(`${service.url}/files/`))).toBe(true)
    expect(violations).toEqual([])
  })

  test('is uploaded anew once its address has expired', async () => {
    const { service, generator, hooks, pass } = await setup()
    const base = await writeBase('alice_base.png', { width: 700, height: 800, noise: 90 })
    await generator.generate(requestFor(base), hooks)
    pass(24 * 60 * 60_000)
    await generator.generate(requestFor(base, { seed: 8 }), hooks)
    expect(service.stats().requests.upload).toBe(2)
  })

  test('is made smaller in its own type when it is huge', async () => {
    const { service, generator, hooks } = await setup({ model: 'black-forest-labs/flux-2-pro' })
    await generator.generate(requestFor(await writeBase('alice_base.webp', { width: 3000, height: 2000 })), hooks)
    const [seen] = service.stats().baseImages
    expect(seen?.format).toBe('webp')
    expect(seen && seen.width * seen.height).toBeLessThanOrEqual(1_000_000)
    expect(seen && seen.width / seen.height).toBeCloseTo(1.5, 2)
  })

  test('that is no image ends this step and names the file', async () => {
    const { service, generator, hooks } = await setup()
    const error = await errorFrom(generator.generate(requestFor(import.meta.filename), hooks))
    expect(error).toMatchObject({ name: 'GenerationError', again: false, costUsd: 0 })
    expect(String(error)).toContain('generate.test.ts is not a readable image')
    expect(service.stats().requests.create).toBe(0)
  })

  test('that cannot be read stops the run: its drive may be gone', async () => {
    const { generator, hooks } = await setup()
    expect(await errorFrom(generator.generate(requestFor('/nowhere/base.png'), hooks))).toMatchObject({
      code: 'UNAVAILABLE',
    })
  })

  test('is needed, and so is a token', async () => {
    const sources = { base: '/a.png', photographs: [], drawings: [] }
    const { generator } = await setup()
    expect(generator.obstacle('bw_stylized', sources)).toBeNull()
    expect(generator.obstacle('bw_stylized', { ...sources, base: null })).toContain('base image')
    const tokenless = await setup({ generator: { token: () => null } })
    expect(tokenless.generator.obstacle('bw_stylized', sources)).toContain('token')
  })
})

test('a time limit is passed on', async () => {
  const { service, generator, hooks } = await setup({ generator: { cancelAfter: '5m' } })
  await generator.generate(requestFor(await writeBase('alice_base.png')), hooks)
  expect(service.stats()).toMatchObject({ cancelAfter: ['5m'], violations: [] })
})
