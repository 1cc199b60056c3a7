import { EvencastError } from '../domain/error.ts'
import { createBudget } from './budget.ts'
import type { CallFailure, CallJournal } from './call-journal.ts'
import type { Journal } from './journal.ts'
import { type Payment, paymentId, paymentKey } from './payment.ts'
import type { RunGenerator, RunPorts } from './ports.ts'
import type { GenerateStep, Made } from './records.ts'

/** An attempt of a step that is about to be requested. */
export interface StepCall {
  readonly key: string
  readonly priceUsd: number
  readonly step: GenerateStep
  /** Aborting it rejects a request that is not recorded yet. */
  readonly signal: AbortSignal
}

export type StepCalls = CallJournal<StepCall, Made | CallFailure>

interface StepCallPorts {
  readonly runId: string
  readonly journal: Journal
  readonly payments: RunPorts['payments']
  readonly generator: Pick<RunGenerator, 'name' | 'model' | 'priceUsd'>
  /** Limit for all images of the run; null for none. */
  readonly limitUsd: number | null
  readonly now: () => Date
}

export const callKey = (step: GenerateStep): string => paymentId(paymentKey(step))

/**
 * Journals the paid requests of one run: in the steps of the catalog's journal, and in the journal of payments, which outlives the catalog.
 * Reserved amounts follow from both together, also after a crash.
 */
export function stepCalls({ runId, journal, payments, generator, limitUsd, now }: StepCallPorts): StepCalls {
  const open = () => journal.steps.asked(runId).filter(({ made }) => made === null)
  const priceUsdOf = ({ payload }: GenerateStep) => generator.priceUsd(payload.type)
  const spentUsd = () => journal.runs.get(runId)?.costUsd ?? 0
  const asked = open().filter(({ externalId }) => externalId === null)
  const budget = createBudget(limitUsd, spentUsd, new Map(asked.map((step) => [callKey(step), priceUsdOf(step)])))

  function stepOf(key: string): GenerateStep {
    const step = journal.steps.get(runId, Number(key.split(' ')[1]))
    if (step?.kind !== 'generate') throw new EvencastError('INTERNAL', `Run ${runId} has lost the step of ${key}.`)
    return step
  }

  return {
    async reserve({ key, priceUsd, step, signal }) {
      const { externalId } = step
      const isNew = externalId === null && step.askedAt === null
      if (externalId === null) budget.hold(key, priceUsd)
      const askedAt = now().toISOString()
      if (priceUsd > 0) await payments.asked(paymentOf(step, generator, priceUsd, askedAt))
      if (signal.aborted && externalId === null) {
        // The run was stopped while the request was being recorded, so it was never sent.
        if (isNew) await payments.ended(paymentKey(step), 'forgotten', 0)
        throw new EvencastError('CANCELLED', 'The run was stopped.')
      }
      journal.log.ask(step, askedAt)
      return { key, state: externalId === null ? 'asked' : 'created', externalId, isNew }
    },
    async created(key, externalId) {
      const step = stepOf(key)
      if (externalId !== step.externalId) {
        journal.log.external(step, externalId, priceUsdOf(step))
        budget.release(key)
      }
      // Recorded even when the catalog knows the id: an earlier process may have crashed between the two writes.
      await payments.created(paymentKey(step), externalId)
    },
    async ended(key, _state, costUsd, result) {
      const step = stepOf(key)
      if ('error' in result) {
        journal.log[result.again ? 'reject' : 'refuse'](step, result.error, costUsd)
        await payments.ended(paymentKey(step), 'rejected', costUsd)
      } else journal.log.accept(step, result)
      // Release at once, or the same money would count twice.
      budget.release(key)
    },
    open: async () =>
      open().map((step) => ({
        key: callKey(step),
        state: step.externalId === null ? 'asked' : 'created',
        externalId: step.externalId,
      })),
    money: async () => ({ reservedUsd: budget.heldUsd(), spentUsd: spentUsd() }),
  }
}

const paymentOf = (
  step: GenerateStep,
  { name, model }: StepCallPorts['generator'],
  priceUsd: number,
  askedAt: string,
): Payment => ({
  ...paymentKey(step),
  actorId: step.actorId,
  payload: step.payload,
  filename: step.filename ?? '',
  generator: name,
  model,
  priceUsd,
  askedAt: step.askedAt ?? askedAt,
})
