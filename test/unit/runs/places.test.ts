import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createJournal } from '../../../src/main/runs/journal.ts'
import type { RunGenerator } from '../../../src/main/runs/ports.ts'
import { createRunner } from '../../../src/main/runs/runner.ts'
import { addActor, createPorts, openJournalDatabase, pictureOf, planFor } from '../../support/run-library.ts'

const PLACES = 3

/** Starts a run whose pictures are generated and checked when the test says so. */
async function open() {
  const root = await mkdtemp(join(tmpdir(), 'evencast-runs-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const making: (() => void)[] = []
  let atOnce = 0
  let mostAtOnce = 0
  const checks = Promise.withResolvers<void>()
  const generator: RunGenerator = {
    name: 'test',
    model: 'test/model',
    lacks: () => null,
    secondsPerImage: 1,
    priceUsd: () => 0.04,
    async generate(request, { inTurn }) {
      await inTurn(async () => {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce)
        await new Promise<void>((resolve) => making.push(resolve))
        atOnce--
      })
      return pictureOf(request, { costUsd: 0.04 })
    },
  }
  const ports = createPorts(root, generator)
  const runner = createRunner({
    journal: createJournal(openJournalDatabase(root)),
    ports: { ...ports, check: (...about) => checks.promise.then(() => ports.check(...about)) },
    now: () => new Date(),
    onRun: () => {},
  })
  const plans = await Promise.all(
    (['ann', 'bob', 'cay'] as const).map(async (actorId) => {
      await addActor(root, actorId, 3, true)
      return planFor(root, actorId, actorId === 'ann' ? [1, 2] : [], actorId === 'ann' ? 0 : 4)
    }),
  )
  const { runId } = await runner.start({ plans, generator: 'test', concurrency: PLACES })
  return { runner, runId, making, checks, mostAtOnce: () => mostAtOnce }
}

test('a place at the generator is taken again while the pictures before are still being checked', async () => {
  const { runner, runId, making, checks } = await open()
  let made = 0
  // Although no check ends, the generator is kept busy to the last picture.
  for (const begun of [3, 4, 5, 6, 7, 8]) {
    await vi.waitFor(() => expect(making).toHaveLength(begun))
    making[made++]?.()
  }
  making.slice(made).forEach((finish) => finish())
  checks.resolve()
  expect(await runner.finished(runId)).toMatchObject({ state: 'done', generated: 8, deleted: 2 })
})

test('never more pictures are being made than there are places', async () => {
  const { runner, runId, making, checks, mostAtOnce } = await open()
  checks.resolve()
  // All places are taken before one becomes free, repeatedly, so a fourth would be noticed.
  for (let made = 0; made < 8; made++) {
    await vi.waitFor(() => expect(making.length).toBeGreaterThanOrEqual(Math.min(8, made + PLACES)))
    making[made]?.()
  }
  expect(await runner.finished(runId)).toMatchObject({ state: 'done', generated: 8 })
  expect(mostAtOnce()).toBe(PLACES)
})
