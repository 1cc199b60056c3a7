import type { Catalog } from '../catalog/catalog.ts'
import { EvencastError } from '../domain/error.ts'
import type { HistoryJournal } from '../history/journal.ts'
import type { Journal } from '../runs/journal.ts'
import { plural } from '../report/words.ts'
import type { Payments } from '../runs/payments.ts'
import { lostPayments } from '../runs/restore-payments.ts'
import { giveUpRuns, parkRuns, unfinishedRuns } from '../runs/unfinished.ts'

/** Unfinished work of a library that this user did not start. The user has to decide about it; it is never continued automatically. */
export interface UnfinishedWork {
  /** Returns descriptions for the user; empty when there is nothing to decide. */
  pending(): readonly string[]
  /** Throws CONFLICT until the user has decided, because new work could depend on it. */
  mayBegin(): void
  /** Applies the decision. `forget` leaves the work as it is. Returns warnings for the user. */
  decide(how: 'carryOn' | 'forget'): Promise<readonly string[]>
}

export interface UnfinishedPorts {
  readonly journal: Journal
  readonly history: HistoryJournal
  readonly payments: Payments
  readonly catalog: Catalog
  /** Finishes what an earlier process began. Returns warnings. */
  readonly recover: () => Promise<readonly string[]>
  readonly now: () => Date
}

export function createUnfinishedWork(ports: UnfinishedPorts): UnfinishedWork {
  const { journal, history, payments, recover, now } = ports
  let pending: readonly string[] = describe(ports)
  if (pending.length > 0) parkRuns(journal, now().toISOString())
  return {
    pending: () => pending,
    mayBegin() {
      if (pending.length === 0) return
      throw new EvencastError(
        'CONFLICT',
        `Someone else left work unfinished in this library (${pending.join('; ')}). Decide about it first, in the window or on the command line: --trust continues it, --forget-unfinished leaves it as it is.`,
      )
    },
    async decide(how) {
      if (how === 'forget') {
        history.edits.forgetUnfinished()
        giveUpRuns(journal, now().toISOString())
        for (const payment of lostPayments(journal, payments.open()))
          await payments.ended(payment, 'forgotten', payment.priceUsd)
      }
      pending = []
      return how === 'forget' ? [] : recover()
    },
  }
}

function describe({ journal, history, payments, catalog: { visionRequests } }: UnfinishedPorts): readonly string[] {
  const edits = history.edits.unfinishedNames().map((name) => `the edit “${name}”`)
  const runs = unfinishedRuns(journal).map(
    ({ runId, leftDeletions, leftGenerations }) =>
      `the run ${runId} with ${plural(leftDeletions, 'image')} to remove and ${plural(leftGenerations, 'image')} to generate`,
  )
  const batches = visionRequests.openBatches().length
  const lost = lostPayments(journal, payments.open()).length
  return [
    ...edits,
    ...runs,
    ...(lost > 0 ? [`${plural(lost, 'image')} asked for before the catalogue was lost, to be fetched`] : []),
    ...(batches > 0 ? [`${plural(batches, 'request')} submitted to a vision model`] : []),
  ]
}
