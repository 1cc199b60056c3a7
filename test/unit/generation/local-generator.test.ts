import { expect, test } from 'vitest'
import type { GenerationRequest } from '../../../src/main/domain/generation.ts'
import { STYLES } from '../../../src/main/domain/style.ts'
import { createLocalGenerator } from '../../../src/main/generation/local/index.ts'
import type { RenderJob } from '../../../src/main/generation/local/render.ts'

const HOOKS = { onExternalId: async () => {}, inTurn: <T>(work: () => Promise<T>) => work() }

function open() {
  const jobs: RenderJob[] = []
  const generator = createLocalGenerator({
    run: async (job) => {
      jobs.push(job)
      return { bytes: Buffer.from(`${job.source} ${job.seed}`), width: 8, height: 8 }
    },
  })
  const hooks = { ...HOOKS, signal: new AbortController().signal }
  return {
    jobs,
    generator,
    make: (request: Partial<GenerationRequest>) => generator.generate(requestOf(request), hooks),
  }
}

const requestOf = (given: Partial<GenerationRequest>): GenerationRequest => ({
  actorId: 'ann',
  type: 'bw_stylized',
  promptId: 'bw-01',
  prompt: 'A drawing',
  aspectRatio: '3:2',
  variant: 'pen',
  angle: 'dutch angle',
  light: 'lamplight',
  seed: 1,
  attempt: 0,
  externalId: null,
  askedAt: null,
  base: '/base.png',
  photographs: ['/base.png', '/a.jpg', '/b.jpg'],
  drawings: [],
  ...given,
})

test('draws from the base image and the photographs in turn, each once', async () => {
  const { jobs, make } = open()
  for (const seed of [3, 4, 5]) await make({ seed })
  expect(jobs.map((job) => job.source)).toEqual(['/base.png', '/a.jpg', '/b.jpg'])
})

test('draws from a base image that is no photograph, but photographs it never', async () => {
  const { jobs, make } = open()
  for (const seed of [0, 1, 2]) await make({ seed, photographs: ['/a.jpg', '/b.jpg'] })
  for (const seed of [0, 1, 2])
    await make({ seed, type: 'photorealistic', variant: 'reframe', photographs: ['/a.jpg', '/b.jpg'] })
  expect(jobs.map((job) => job.source)).toEqual(['/base.png', '/a.jpg', '/b.jpg', '/a.jpg', '/b.jpg', '/a.jpg'])
})

test('draws after other drawings where there is no photograph', async () => {
  const { jobs, make } = open()
  const drawn = { photographs: [], drawings: ['/base.png', '/ink.png'] }
  for (const seed of [0, 1, 2]) await make({ seed, ...drawn })
  expect(jobs.map((job) => job.source)).toEqual(['/base.png', '/ink.png', '/base.png'])
})

test('passes on what the prompt asks for, free of charge, and the same request gives the same image', async () => {
  const { jobs, make, generator } = open()
  const first = await make({ seed: 7, attempt: 2 })
  expect(await make({ seed: 7, attempt: 2 })).toEqual(first)
  expect(first).toMatchObject({ extension: 'jpg', seed: 7, costUsd: 0, model: generator.model })
  expect(jobs[0]).toMatchObject({
    variant: 'pen',
    seed: 7,
    aspectRatio: '3:2',
    angle: 'dutch angle',
    light: 'lamplight',
    attempt: 2,
  })
  expect(generator.priceUsd('bw_stylized')).toBe(0)
})

test('says what it lacks before it is asked and when it is', async () => {
  const { generator, make } = open()
  const drawn = { base: '/base.png', photographs: [], drawings: ['/base.png'] }
  expect(generator.obstacle('color_stylized', drawn)).toBeNull()
  expect(generator.obstacle('photorealistic', drawn)).toContain('cannot be generated from an illustration')
  for (const style of STYLES)
    expect(generator.obstacle(style, { base: null, photographs: ['/a.jpg'], drawings: [] })).toContain('no base image')
  await expect(make({ base: null, photographs: [] })).rejects.toMatchObject({ again: false, code: 'UPSTREAM' })
})

test('renders nothing once aborted', async () => {
  const { generator, jobs } = open()
  const signal = AbortSignal.abort()
  await expect(generator.generate(requestOf({}), { ...HOOKS, signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(jobs).toEqual([])
})
