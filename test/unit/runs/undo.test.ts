import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Manifest, upsertImage, writeManifest } from '../../../src/main/domain/manifest.ts'
import { createJournal } from '../../../src/main/runs/journal.ts'
import { createRunner } from '../../../src/main/runs/runner.ts'
import type { Runner } from '../../../src/main/runs/runner-types.ts'
import {
  addActor,
  createPorts,
  createService,
  imagesOf,
  openJournalDatabase,
  planFor,
  readManifestOf,
  snapshotOf,
  trashOf,
} from '../../support/run-library.ts'

let root: string
let runner: Runner

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-undo-'))
  await addActor(root, 'ann', 4, true)
  await addActor(root, 'bob', 3, false)
  runner = createRunner({
    journal: createJournal(openJournalDatabase(root)),
    ports: createPorts(root, createService(root)),
    now: () => new Date(),
    onRun: () => {},
  })
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function run(actorId: string, deletions: readonly number[], generations: number, options: object = {}) {
  const plans = [await planFor(root, actorId, deletions, generations)]
  const { runId } = await runner.start({ plans, generator: 'service', ...options })
  await runner.finished(runId)
  return runId
}

const inFolder = (actorId: string, name: string): string => join(root, 'actors', actorId, name)

const editByHand = async (actorId: string, change: (manifest: Manifest) => Manifest): Promise<void> =>
  writeFile(inFolder(actorId, 'manifest.json'), writeManifest(change(await readManifestOf(root, actorId))))

test('gives back every byte, also where there was no manifest, and never uses a name twice', async () => {
  const before = await snapshotOf(root)
  for (const actorId of ['ann', 'bob']) {
    const first = await run(actorId, [1, 2], 2)
    expect(await runner.undo(first)).toMatchObject({ state: 'undone', undoable: false })
    expect(await snapshotOf(root)).toEqual(before)
    await runner.undo(await run(actorId, [], 1))
    expect(await snapshotOf(root)).toEqual(before)
  }
  const names = [...(await trashOf(root)).values()].map((item) => item.filename)
  expect(names).toHaveLength(6)
  expect(new Set(names).size).toBe(6)
})

test('takes back a run that was interrupted half-way, and that run cannot go on', async () => {
  const before = await snapshotOf(root)
  const runId = await run('ann', [1], 3, { maxCostUsd: 0.05 })
  expect(runner.get(runId)).toMatchObject({ state: 'interrupted', deleted: 1, generated: 1 })
  await runner.undo(runId)
  expect(await snapshotOf(root)).toEqual(before)
  await expect(runner.resume(runId)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(runner.undo(runId)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('keeps what a person did since and takes out only what the run did', async () => {
  const runId = await run('ann', [1, 2], 1)
  await editByHand('ann', (manifest) => ({
    ...upsertImage(manifest, 'ann_3.jpg', { type: 'bw_stylized', classified_by: 'human' }),
    owner: 'someone else',
  }))
  await runner.undo(runId)
  const { images, ...top } = await readManifestOf(root, 'ann')
  expect(top).toMatchObject({ owner: 'someone else' })
  expect(new Set(images.map((image) => image.filename))).toEqual(new Set(await imagesOf(root, 'ann')))
  expect(images).toHaveLength(4)
  expect(images.find((image) => image.filename === 'ann_1.jpg')).toMatchObject({ note: 'mine', seed: 1 })
  expect(images.find((image) => image.filename === 'ann_3.jpg')).toMatchObject({
    type: 'bw_stylized',
    classified_by: 'human',
  })
})

test('keeps what a person did while the run was under way', async () => {
  const interrupted = await run('ann', [1], 2, { maxCostUsd: 0.05 })
  await editByHand('ann', (manifest) =>
    upsertImage(manifest, 'ann_3.jpg', { type: 'color_stylized', classified_by: 'human' }),
  )
  await runner.resume(interrupted, { maxCostUsd: null })
  expect(await runner.finished(interrupted)).toMatchObject({ state: 'done', generated: 2 })
  await runner.undo(interrupted)
  const { images } = await readManifestOf(root, 'ann')
  expect(images.find((image) => image.filename === 'ann_3.jpg')).toMatchObject({ classified_by: 'human' })
  expect(images.map((image) => image.filename)).not.toContain('ann_101.jpg')
})

test('refuses while a later run depends on the same files, and takes independent runs back in any order', async () => {
  const before = await snapshotOf(root)
  const first = await run('ann', [1], 1)
  const second = await run('ann', [101], 0)
  const third = await run('bob', [1], 1)
  await expect(runner.undo(first)).rejects.toThrow(`${second} has worked on ann_101.jpg since`)
  await runner.undo(second)
  await runner.undo(first)
  await runner.undo(third)
  expect(await snapshotOf(root)).toEqual(before)
})

test('refuses before it changes anything when a file cannot come back', async () => {
  const runId = await run('ann', [1, 2], 1)
  await writeFile(inFolder('ann', 'ann_1.jpg'), 'another')
  const before = await snapshotOf(root)
  await expect(runner.undo(runId)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('ann_1.jpg'),
  })
  expect(await snapshotOf(root)).toEqual(before)
  await rm(inFolder('ann', 'ann_1.jpg'))
  await rm(join(root, 'trash', `${runId}-1`), { recursive: true })
  await expect(runner.undo(runId)).rejects.toThrow('ann_2.jpg of ann is no longer in the trash')
  expect(runner.get(runId)).toMatchObject({ state: 'done', undoable: true })
})

test('accepts what a person has brought back or removed already', async () => {
  const before = await snapshotOf(root)
  const runId = await run('ann', [1], 1)
  await writeFile(inFolder('ann', 'ann_1.jpg'), await readFile(join(root, 'trash', `${runId}-0`, 'ann_1.jpg')))
  await rm(join(root, 'trash', `${runId}-0`), { recursive: true })
  await rm(inFolder('ann', 'ann_101.jpg'))
  await runner.undo(runId)
  expect(await snapshotOf(root)).toEqual(before)
})
