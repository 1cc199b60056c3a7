import { EvencastError } from '../domain/error.ts'
import { perStyle } from '../domain/style.ts'
import type { Journal } from './journal.ts'
import { digestOf } from './manifests.ts'
import type { OpenPayment } from './payment.ts'
import type { RunPorts } from './ports.ts'
import type { RunOptions } from './records.ts'

const NOTE =
  'The catalogue of this library was lost during this run. Images that were asked for are fetched where they can be found; nothing else is generated. Resume it.'

const OPTIONS: RunOptions = {
  concurrency: 2,
  maxCostUsd: null,
  deleteOnly: false,
  generateOnly: true,
  findOnly: true,
}

/** Returns the payments of runs that the catalog does not know. */
export const lostPayments = (journal: Journal, open: readonly OpenPayment[]): readonly OpenPayment[] =>
  open.filter(({ runId }) => journal.runs.get(runId) === null)

/**
 * Updates the catalog's journal from the journal of payments, once when the library was opened. Steps that lost their last records get them
 * back. Runs that the catalog does not know are written again, only with the steps whose images may be paid for, as interrupted runs that
 * only find and fetch. Returns these runs. Starts nothing.
 */
export async function restorePayments(
  journal: Journal,
  { payments, manifests }: Pick<RunPorts, 'payments' | 'manifests'>,
  now: Date,
): Promise<readonly string[]> {
  const open = payments.open()
  const lost = new Set(lostPayments(journal, open))
  for (const payment of open) if (!lost.has(payment)) await bringUpToDate(journal, payments, payment)
  const restored: string[] = []
  for (const [runId, ofRun] of Map.groupBy(lost, (payment) => payment.runId)) {
    const due: Due[] = []
    for (const payment of ofRun) {
      const actor = await actorOf(manifests, payment)
      // An actor that is missing now may reappear later.
      if (actor === null) continue
      if (actor.holds) await payments.ended(payment, 'placed', payment.priceUsd)
      else due.push({ payment, bytes: actor.bytes, digest: actor.digest })
    }
    if (due.length === 0) continue
    writeDown(journal, runId, due, now)
    restored.push(runId)
  }
  return restored
}

interface Due {
  readonly payment: OpenPayment
  readonly bytes: Uint8Array | null
  readonly digest: string
}

async function actorOf(manifests: RunPorts['manifests'], { actorId, predictionId }: OpenPayment) {
  try {
    const { bytes, manifest } = await manifests.read(actorId)
    const holds = predictionId !== null && manifest.images.some((image) => image['prediction_id'] === predictionId)
    return { bytes, digest: digestOf(manifest), holds }
  } catch (error) {
    if (error instanceof EvencastError && error.code !== 'UNAVAILABLE') return null
    throw error
  }
}

/** Updates a step whose last records are missing, as after a power failure. */
async function bringUpToDate(journal: Journal, payments: RunPorts['payments'], payment: OpenPayment): Promise<void> {
  const { runId, n, attempt, actorId, predictionId, askedAt } = payment
  const step = journal.steps.get(runId, n)
  if (step?.kind !== 'generate' || step.actorId !== actorId) return
  if (step.state === 'done' || step.state === 'skipped' || step.attempts > attempt)
    return payments.ended(payment, step.attempts > attempt ? 'rejected' : 'placed', payment.priceUsd)
  if (step.state === 'failed' || step.attempts !== attempt || step.externalId !== null) return
  if (predictionId !== null) {
    const priceUsd = journal.runs.get(runId)?.maker?.pricesUsd[step.payload.type]
    journal.log.reserve(step, step.filename ?? payment.filename)
    journal.log.external(step, predictionId, priceUsd ?? payment.priceUsd)
  } else if (step.askedAt === null) {
    journal.log.reserve(step, step.filename ?? payment.filename)
    journal.log.ask(step, askedAt)
  }
}

function writeDown(journal: Journal, runId: string, due: readonly Due[], now: Date): void {
  const [first] = due
  if (!first) return
  const { generator: name, model, priceUsd, askedAt: startedAt } = first.payment
  const maker = { name, model, pricesUsd: perStyle(() => priceUsd) }
  // A run has one generator and model: payments with another were not written by a run.
  const steps = due.filter(({ payment }) => payment.model === model && payment.generator === name)
  journal.transaction(() => {
    journal.runs.add({ runId, maker, options: OPTIONS, startedAt })
    const actors = new Set<string>()
    for (const { payment, bytes, digest } of steps) {
      const { actorId, n, payload, filename, attempt, askedAt } = payment
      if (!actors.has(actorId)) {
        journal.actors.add(runId, actorId, actors.size, '', null)
        journal.actors.touch(runId, actorId, bytes, digest)
        journal.actors.complete(runId, actorId)
        actors.add(actorId)
      }
      const key = { runId, n }
      if (journal.steps.get(runId, n) !== null) continue
      journal.log.add(runId, n, { kind: 'generate', actorId, stepId: `g:${n}`, payload })
      journal.log.onlyAttempt(key, attempt)
      journal.log.reserve(key, filename)
      journal.log.ask(key, askedAt)
      journal.runs.enlarge(runId, 0, 1, priceUsd)
    }
    journal.runs.end(runId, 'interrupted', now.toISOString(), 'died', NOTE)
  })
  // These writes wait for the disk, so they run outside the transaction; the next opening completes an interrupted one.
  for (const { payment } of steps)
    if (payment.predictionId !== null) journal.log.external(payment, payment.predictionId, priceUsd)
}
