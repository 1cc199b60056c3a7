import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GenerationError } from '../../../src/main/domain/generation.ts'
import type { Plan } from '../../../src/main/domain/plan.ts'
import { createJournal } from '../../../src/main/runs/journal.ts'
import { NOT_REPLACED } from '../../../src/main/runs/not-replaced.ts'
import type { RunGenerator } from '../../../src/main/runs/ports.ts'
import { createRunner } from '../../../src/main/runs/runner.ts'
import { addActor, createPorts, imagesOf, openJournalDatabase, pictureOf, planFor } from '../../support/run-library.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-replacement-'))
  await addActor(root, 'ann', 4, true)
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Plans four images with a target of four: two blurred ones are replaced. */
async function fullSet(): Promise<Plan> {
  const plan = await planFor(root, 'ann', [1, 2], 2)
  return {
    ...plan,
    target: { photorealistic: 2, bw_stylized: 2, color_stylized: 0 },
    current: { ...plan.current, images: 4 },
  }
}

/** Creates a generator that makes `works` pictures; the others fail permanently. `seen` is the number of images on disk at each request. */
function generatorThatMakes(works: number): RunGenerator & { readonly seen: number[]; works: number } {
  const seen: number[] = []
  let made = 0
  return {
    seen,
    works,
    name: 'test',
    model: 'test/model',
    lacks: () => null,
    secondsPerImage: 1,
    priceUsd: () => 0,
    async generate(request, hooks) {
      return hooks.inTurn(async () => {
        seen.push((await imagesOf(root, 'ann')).length)
        if (made++ >= this.works) throw new GenerationError('It cannot.', { again: false })
        return pictureOf(request, { costUsd: 0 })
      })
    },
  }
}

const runnerWith = (generator: RunGenerator) =>
  createRunner({
    journal: createJournal(openJournalDatabase(root)),
    ports: createPorts(root, generator),
    now: () => new Date(),
    onRun: () => {},
  })

test('an image goes only once another is there in its place', async () => {
  const generator = generatorThatMakes(2)
  const runner = runnerWith(generator)
  const { runId } = await runner.start({ plans: [await fullSet()], generator: 'test' })
  expect(await runner.finished(runId)).toMatchObject({ state: 'done', deleted: 2, generated: 2 })
  expect(Math.min(...generator.seen)).toBe(4)
  expect(await imagesOf(root, 'ann')).toEqual(['ann_101.jpg', 'ann_102.jpg', 'ann_3.jpg', 'ann_4.jpg'])
})

test('where one cannot be made the set does not shrink, and a retry that makes it lets the other go', async () => {
  const generator = generatorThatMakes(1)
  const runner = runnerWith(generator)
  const { runId } = await runner.start({ plans: [await fullSet()], generator: 'test', concurrency: 1 })
  expect(await runner.finished(runId)).toMatchObject({ state: 'failed', deleted: 1, generated: 1 })
  expect(await imagesOf(root, 'ann')).toHaveLength(4)
  expect(runner.doneSteps(runId).map(({ stepId }) => stepId)).toContain('d:ann_1.jpg')
  expect(NOT_REPLACED).toMatch(/stays/)
  generator.works = 9
  await runner.retryFailed(runId)
  expect(await runner.finished(runId)).toMatchObject({ state: 'done', deleted: 2, generated: 2 })
  expect(await imagesOf(root, 'ann')).toHaveLength(4)
})

test('without generating, nothing goes that would have to be replaced', async () => {
  const runner = runnerWith(generatorThatMakes(0))
  const { runId } = await runner.start({ plans: [await fullSet()], generator: 'test', deleteOnly: true })
  expect(await runner.finished(runId)).toMatchObject({ state: 'done', deleted: 0 })
  expect(await imagesOf(root, 'ann')).toHaveLength(4)
})
