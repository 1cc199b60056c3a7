import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeDown } from '../../../src/main/runs/begin.ts'
import { createJournal } from '../../../src/main/runs/journal.ts'
import { openPayments } from '../../../src/main/runs/payments.ts'
import type { GenerateStep } from '../../../src/main/runs/records.ts'
import { callKey, stepCalls } from '../../../src/main/runs/step-calls.ts'
import { callJournalSuite, type OpenedCalls } from '../../support/call-journal-suite.ts'
import { addActor, createService, openJournalDatabase, planFor } from '../../support/run-library.ts'

type Opened = OpenedCalls<
  Parameters<ReturnType<typeof stepCalls>['reserve']>[0],
  Parameters<ReturnType<typeof stepCalls>['ended']>[3]
>

const now = () => new Date('2026-11-22T10:00:00.000Z')
const OPTIONS = { concurrency: 8, maxCostUsd: null, deleteOnly: false, generateOnly: false }

/** Creates a run with eight images to generate, each with its reserved name. */
async function library(): Promise<{ readonly root: string; readonly runId: string }> {
  const root = await mkdtemp(join(tmpdir(), 'evencast-calls-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await addActor(root, 'ann', 1, false)
  const db = openJournalDatabase(root)
  const journal = createJournal(db)
  const runId = await writeDown(journal, [await planFor(root, 'ann', [], 8)], createService(root), OPTIONS, now())
  for (let n = 0; n < 8; n++) journal.log.reserve({ runId, n }, `ann_${n + 2}.jpg`)
  db.close()
  return { root, runId }
}

async function openCalls(root: string, runId: string, limitUsd: number | null): Promise<Opened> {
  const db = openJournalDatabase(root)
  const journal = createJournal(db)
  const payments = await openPayments(join(root, 'money.jsonl'), now)
  const stepOf = (n: number): GenerateStep => {
    const step = journal.steps.get(runId, n)
    if (step?.kind !== 'generate') throw new Error(`no step ${n}`)
    return step
  }
  const close = async () => {
    await payments.close()
    db.close()
  }
  return {
    journal: stepCalls({ runId, journal, payments, generator: createService(root), limitUsd, now }),
    call: async (n) => {
      const step = stepOf(n)
      return { key: callKey(step), priceUsd: 0.04, step, signal: new AbortController().signal }
    },
    picture: (costUsd) => ({
      sha256: '0'.repeat(64),
      bytes: 1,
      width: 8,
      height: 8,
      model: 'm',
      seed: 1,
      costUsd,
      createdAt: '',
    }),
    async reopen() {
      await close()
      return openCalls(root, runId, limitUsd)
    },
    close,
  }
}

callJournalSuite('in the database of a library', async (limitUsd) => {
  const { root, runId } = await library()
  return openCalls(root, runId, limitUsd)
})

test('a run that is stopped while an intent is written asks for nothing, and keeps what an earlier process had asked for', async () => {
  const { root, runId } = await library()
  const { journal, call, close } = await openCalls(root, runId, null)
  onTestFinished(close)
  const signal = AbortSignal.abort()
  await expect(journal.reserve({ ...(await call(0)), signal })).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(await journal.open()).toEqual([])
  await journal.reserve(await call(1))
  await expect(journal.reserve({ ...(await call(1)), signal })).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(await journal.open()).toHaveLength(1)
})

test('a refusal ends its step in the same write, so that whoever dies right after it does not ask again', async () => {
  const { root, runId } = await library()
  const { journal, call, close } = await openCalls(root, runId, null)
  onTestFinished(close)
  const refused = await call(0)
  await journal.reserve(refused)
  await journal.ended(refused.key, 'failed', 0, { error: 'The prompt was flagged.', again: false })
  const rejected = await call(1)
  await journal.reserve(rejected)
  await journal.ended(rejected.key, 'failed', 0.04, { error: 'It is blank.', again: true })
  const db = openJournalDatabase(root)
  onTestFinished(() => void db.close())
  const { steps, runs } = createJournal(db)
  expect(steps.get(runId, 0)).toMatchObject({ state: 'failed', error: 'The prompt was flagged.', attempts: 1 })
  expect(steps.get(runId, 1)).toMatchObject({ state: 'intended', error: 'It is blank.', attempts: 1 })
  expect(runs.get(runId)).toMatchObject({ failed: 1, leftGenerations: 7, costUsd: 0.04 })
})
