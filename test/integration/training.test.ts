import { lookAt } from '../../src/main/training/check/look-at.ts'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { createReplicateTrainer } from '../../src/main/generation/replicate/trainer.ts'
import { createTrainings, type TrainRequest } from '../../src/main/operations/export/train.ts'
import { readTraining, TRAINING_FILE, writeTraining } from '../../src/main/training/training-record.ts'
import { runBuiltCli } from '../support/cli.ts'
import { hasten } from '../support/hasten.ts'
import { temporaryFolder } from '../support/library.ts'
import type { Fault } from '../support/replicate/faults.ts'
import { startReplicate } from '../support/replicate/server.ts'
import { weightsOf } from '../support/replicate/trainings.ts'
import { exportTo, sourcesIn } from '../support/training-set.ts'

hasten(40)
beforeAll(() => ensureBuilt())
const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())
const sources = await sourcesIn(join(folder.path, 'source'))
let count = 0

async function ready(options: { readonly latencyMs?: number; readonly faults?: readonly Fault[] } = {}) {
  const double = await startReplicate({ latencyMs: 120, ...options })
  const dir = join(folder.path, `set-${(count += 1)}`)
  await exportTo(dir, 'replicate', sources)
  let ahead = 0
  const trainer = createReplicateTrainer({ token: () => double.token, baseUrl: double.url })
  const open = (service = trainer) =>
    createTrainings({ lookAt, trainer: () => service, now: () => new Date(Date.now() + ahead) })
  const request: TrainRequest = { limitUsd: null, signal: new AbortController().signal }
  return {
    double,
    dir,
    request,
    open,
    trainer,
    later: (ms: number) => (ahead += ms),
    [Symbol.asyncDispose]: () => double.close(),
  }
}

test('price, destination, training, weights: paid once', async () => {
  await using at = await ready()
  const trainings = at.open()
  expect(await trainings.quote(at.dir)).toMatchObject({ images: 10, steps: 1000, estimatedUsd: 1.83, training: null })
  const seen: string[] = []
  const onProgress = ({ phase }: { phase: string }) => void seen.push(phase)
  const record = await trainings.train(at.dir, { ...at.request, onProgress })
  expect(record).toMatchObject({ state: 'succeeded', destination: 'evencast/anna', cost_usd: 1.83 })
  expect(await readFile(join(at.dir, 'weights', record.weights ?? ''))).toEqual(weightsOf(record.training_id ?? ''))
  expect(new Set(seen)).toEqual(
    new Set(
      ['Starting evencast/anna', 'Training evencast/anna', 'Fetching the weights'].filter((each) =>
        seen.includes(each),
      ),
    ),
  )
  const { trainings: taken, violations, strangers } = at.double.stats()
  expect(taken.map(({ input }) => input)).toMatchObject([{ trigger_word: 'ohwx', autocaption: false, steps: 1000 }])
  expect([violations, strangers]).toEqual([[], []])
  expect(await trainings.train(at.dir, at.request)).toEqual(record)
  expect(at.double.stats().trainings).toHaveLength(1)
  expect((await trainings.train(at.dir, { ...at.request, again: true })).training_id).not.toBe(record.training_id)
})

test('a limit below the price refuses; one that is reached cancels', async () => {
  await using at = await ready({ latencyMs: 60_000 })
  const trainings = at.open()
  await expect(trainings.train(at.dir, { ...at.request, limitUsd: 1 })).rejects.toThrow(
    'Training 1000 steps costs about $1.83, more than the limit of $1.00.',
  )
  expect(at.double.stats().trainings).toEqual([])
  await using soon = await ready({ latencyMs: 8000 })
  const following = soon.open().train(soon.dir, { ...soon.request, limitUsd: 2 })
  soon.later(3600_000)
  expect(await following).toMatchObject({ state: 'cancelled', note: 'It reached the limit of $2.00.' })
})

test.each([
  ['the answer never came', 'reset after'],
  ['the answer was garbled', 'garbled'],
] as const)('%s: it is found, not started again', async (_name, trouble) => {
  await using at = await ready({ faults: [{ on: 'train', trouble }] })
  expect((await at.open().train(at.dir, at.request)).state).toBe('succeeded')
  expect(at.double.stats().trainings).toHaveLength(1)
})

test('cut short after it was asked for, it is found and followed to its end', async () => {
  await using at = await ready()
  const first = await at.open().train(at.dir, at.request)
  await writeTraining(at.dir, { ...first, state: 'asked', training_id: null, weights: null })
  expect(await at.open().train(at.dir, at.request)).toMatchObject({
    training_id: first.training_id,
    state: 'succeeded',
  })
  // When only its weights are missing, they are downloaded again.
  await writeTraining(at.dir, { ...first, weights: null })
  expect((await at.open().train(at.dir, at.request)).weights).toBe(first.weights)
  expect(at.double.stats().trainings).toHaveLength(1)
})

test('one that is in no list is not started again for half an hour, and is known never to have come after it', async () => {
  await using at = await ready({ faults: [{ on: 'train', trouble: 'reset before' }] })
  await expect(at.open().train(at.dir, at.request)).rejects.toThrow(/may have been charged, up to about \$1\.83/)
  await expect(at.open().train(at.dir, at.request)).rejects.toThrow(/not paid twice/)
  expect(at.double.stats().trainings).toEqual([])
  at.later(31 * 60_000)
  // Merely opening the library does not agree to a price.
  expect(await at.open().train(at.dir, { ...at.request, resumeOnly: true })).toMatchObject({
    state: 'failed',
    cost_usd: 0,
    note: 'The request never arrived at Replicate; it was not charged.',
  })
  expect(at.double.stats().trainings).toEqual([])
  expect((await at.open().train(at.dir, at.request)).state).toBe('succeeded')
  expect(at.double.stats().trainings).toHaveLength(1)
})

test('one whose status nobody knows is found and followed, and no other is paid for in its place', async () => {
  const unknown = { trouble: 'unknown status', times: 2 } as const
  await using at = await ready({
    faults: [
      { on: 'train', trouble: 'reset after' },
      { on: 'trainings', ...unknown },
    ],
  })
  expect(await at.open().train(at.dir, at.request)).toMatchObject({ state: 'succeeded' })
  // A training that has ended this way needs a confirmation.
  await using over = await ready({ latencyMs: 0, faults: [{ on: 'training', ...unknown }] })
  for (const _ of [1, 2])
    await expect(over.open().train(over.dir, over.request)).rejects.toThrow(/it may have been charged/)
  over.later(31 * 60_000)
  expect(await over.open().train(over.dir, over.request)).toMatchObject({ state: 'succeeded' })
  for (const { double } of [at, over]) expect(double.stats().trainings).toHaveLength(1)
})

test('one that another process started while this one checked and uploaded is not paid for twice', async () => {
  await using at = await ready()
  const done = await at.open().train(at.dir, at.request)
  const running: typeof done = { ...done, state: 'running', weights: null }
  const upload: typeof at.trainer.upload = async (...args) => {
    await writeTraining(at.dir, running)
    return at.trainer.upload(...args)
  }
  await expect(at.open({ ...at.trainer, upload }).train(at.dir, { ...at.request, again: true })).rejects.toThrow(
    /was started elsewhere/,
  )
  expect(await readTraining(at.dir)).toEqual(running)
  expect(at.double.stats().trainings).toHaveLength(1)
})

test('cancelling ends it; leaving does not', async () => {
  await using at = await ready({ latencyMs: 60_000 })
  const leaving = new AbortController()
  const onProgress = () => leaving.abort()
  await expect(at.open().train(at.dir, { ...at.request, signal: leaving.signal, onProgress })).rejects.toThrow()
  expect((await readTraining(at.dir))?.state).toBe('running')
  expect(await at.open().cancel(at.dir, at.request.signal)).toMatchObject({ state: 'cancelled', note: null })
  await expect(at.open().cancel(at.dir, at.request.signal)).rejects.toThrow(/No training of .* is under way/)
})

test('on the command line: price, limit, once', async () => {
  await using at = await ready()
  const env = { REPLICATE_API_TOKEN: at.double.token, REPLICATE_BASE_URL: at.double.url }
  const configDir = join(folder.path, 'config')
  await mkdir(configDir, { recursive: true })
  const cli = (...args: string[]) => runBuiltCli(['export', 'train', at.dir, ...args], { configDir, env })
  expect((await cli('--dry-run')).stdout).toContain('10 images, 1000 steps, about $1.83.')
  expect((await cli()).stderr).toContain('Add --yes to accept the price.')
  expect((await cli('--yes', '--max-cost', '1')).stderr).toContain('more than the limit of $1.00')
  expect((await cli('--yes')).stdout).toContain('evencast/anna is trained, $1.83. The weights are ')
  expect(JSON.parse((await cli('--json')).stdout)).toMatchObject({ state: 'succeeded', cost_usd: 1.83 })
  expect(at.double.stats().trainings).toHaveLength(1)
})

test('what is refused or no export says so, and nothing is journalled as paid', async () => {
  await using at = await ready({ faults: [{ on: 'train', trouble: { status: 402 } }] })
  await expect(at.open().train(at.dir, at.request)).rejects.toThrow(/no credit left.*start the training again/)
  expect(await readTraining(at.dir)).toMatchObject({ state: 'failed', cost_usd: 0 })
  await expect(at.open().quote(join(folder.path, 'source'))).rejects.toThrow(/is no export for Replicate/)
  await writeFile(join(at.dir, TRAINING_FILE), '{"training_id": "../x"}')
  await expect(at.open().quote(at.dir)).rejects.toThrow(/is not what Evencast writes/)
  await expect(at.open().train(at.dir, { ...at.request, destination: 'x' })).rejects.toThrow(/is not what Evencast/)
})
