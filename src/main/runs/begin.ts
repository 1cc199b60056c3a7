import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { roomOf } from '../domain/plan-room.ts'
import type { Plan } from '../domain/plan.ts'
import { perStyle } from '../domain/style.ts'
import type { Journal } from './journal.ts'
import type { RunGenerator } from './ports.ts'
import type { RunOptions } from './records.ts'
import type { NewStep } from './step-log.ts'

/** Plans written per transaction: below 5 ms, so that writing a run over thousands of actors blocks nothing. */
const PORTION = 8

/** Returns an id that sorts by time and is a valid file name on every system: `2026-11-22T10-00-00Z-ab12`. */
const newRunId = (now: Date): string =>
  `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(2).toString('hex')}`

/** Returns the steps of a plan that the run includes, deletions first. */
function stepsOf(plan: Plan, { deleteOnly, generateOnly }: RunOptions): NewStep[] {
  const actorId = plan.actor_id
  const deletions = plan.deletions.map((payload): NewStep => ({
    kind: 'delete',
    actorId,
    stepId: `d:${payload.filename}`,
    payload,
  }))
  const generations = plan.generations.map((payload, index): NewStep => ({
    kind: 'generate',
    actorId,
    stepId: `g:${index}`,
    payload,
  }))
  return [...(generateOnly ? [] : deletions), ...(deleteOnly ? [] : generations)].filter(
    (step) => step.payload.skipped !== true,
  )
}

/** Writes a whole run to the journal before any of it is done. Until the last step is written, the run counts as never started. */
export async function writeDown(
  journal: Journal,
  plans: readonly Plan[],
  generator: RunGenerator,
  options: RunOptions,
  now: Date,
): Promise<string> {
  const runId = newRunId(now)
  const { name, model } = generator
  const maker = { name, model, pricesUsd: perStyle((style) => generator.priceUsd(style)) }
  journal.runs.add({ runId, maker, options, startedAt: now.toISOString() })
  let n = 0
  for (let from = 0; from < plans.length; from += PORTION) {
    journal.transaction(() => {
      plans.slice(from, from + PORTION).forEach((plan, i) => {
        journal.actors.add(runId, plan.actor_id, from + i, plan.fingerprint, roomOf(plan))
        const steps = stepsOf(plan, options)
        const prices = steps.flatMap((step) =>
          step.kind === 'generate' ? [generator.priceUsd(step.payload.type)] : [],
        )
        for (const step of steps) journal.log.add(runId, n++, step)
        const usd = prices.reduce((sum, price) => sum + price, 0)
        journal.runs.enlarge(runId, steps.length - prices.length, prices.length, usd)
      })
    })
    await setImmediate()
  }
  return runId
}
