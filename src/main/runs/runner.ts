import type { RunView } from '../contract/views.ts'
import { EvencastError, messageOf } from '../domain/error.ts'
import { writeDown } from './begin.ts'
import type { Bookkeeping } from './context.ts'
import { carryOutRun, doRunAgain, takeBackRun } from './pass.ts'
import { createPace } from './pace.ts'
import type { RunGenerator } from './ports.ts'
import { refuseRedo } from './redo.ts'
import { reconcile } from './recover.ts'
import { refuseGoingOn, refuseUncertain, refuseWithout } from './refuse-going-on.ts'
import { restorePayments } from './restore-payments.ts'
import type { Run, RunOptions } from './records.ts'
import { runReport, runStanding, runView, uncertainUsd } from './report.ts'
import type { GoOnOptions, Runner, RunnerPorts } from './runner-types.ts'
import { stepCalls } from './step-calls.ts'
import { refuseUndo } from './undo.ts'
import { parkRuns } from './unfinished.ts'
import { createUnderway } from './underway.ts'

/** Creates a runner, which executes plans, one run at a time. Its whole state is in the journal, so that it may crash at any time. */
export function createRunner({ journal, ports, now, ...more }: RunnerPorts): Runner {
  const watchers = new Set([more.onRun])
  const onRun = (view: RunView): void => watchers.forEach((watch) => watch(view))
  const underway = createUnderway({ journal, ports, now, onBeat: (runId) => onRun(get(runId)) })

  function runOf(runId: string): Run {
    const run = journal.runs.get(runId)
    if (!run) throw new EvencastError('NOT_FOUND', `There is no run “${runId}” in this library.`)
    return run
  }

  function viewOf(run: Run): RunView {
    const active = underway.active?.runId === run.runId ? underway.active : null
    const actors = active?.actors ?? journal.actors.ids(run.runId)
    const uncertain = run.failed > 0 ? uncertainUsd(journal, run) : 0
    const view = runView(run, actors, journal.runs.failures(run.runId), active?.doing ?? null, now())
    return uncertain > 0 ? { ...view, uncertainUsd: uncertain } : view
  }

  function get(runId: string): RunView {
    return viewOf(runOf(runId))
  }

  const recovered: string[] = []
  function toFind(andCut: boolean): readonly string[] {
    const cut = journal.runs.inState('interrupted')
    const isOpen = ({ runId }: Run) => journal.steps.asked(runId).length > 0 && !journal.steps.laterUseOfActors(runId)
    return cut.filter((run) => run.options.findOnly || (andCut && isOpen(run))).map(({ runId }) => runId)
  }

  /** Throws CONFLICT while a restored run has requests that may be paid for: they are collected before anything else is paid for. */
  function refuseBeforeFound(): void {
    const [runId] = toFind(false)
    if (runId === undefined) return
    throw new EvencastError(
      'CONFLICT',
      `Run ${runId} was cut short with the catalogue, and images of it that were asked for are not here yet. Resume it first, or undo it to give them up.`,
    )
  }

  const begins = async <T>(prepare: () => Promise<T>): Promise<T> => {
    const waiting = more.mayBegin?.()
    if (waiting) await waiting
    return underway.exclusively(prepare)
  }

  const silently = (runId: string): Bookkeeping => ({ runId, journal, ports, now, say: () => {} })

  function goOn(runId: string, given: GoOnOptions, andRetry: boolean): RunView {
    const run = runOf(runId)
    refuseGoingOn(journal, run, andRetry ? ['interrupted', 'failed'] : ['interrupted'])
    const { concurrency = run.options.concurrency, maxCostUsd = run.options.maxCostUsd } = given
    const options: RunOptions = { ...run.options, concurrency, maxCostUsd }
    const generator = run.maker ? ports.generatorAs(run.maker) : ports.generator(run.generator)
    if (run.leftGenerations > 0 || andRetry) refuseWithout(generator, run)
    if (andRetry) {
      journal.log.retryFailed(runId)
      journal.actors.clearErrors(runId)
    }
    const { checksLimitUsd = null, findOnly = false } = given
    return begin(runId, options, generator, { checksLimitUsd, again: true, findOnly })
  }

  /**
   * Starts a pass over a run. `again`: an earlier process may have crashed between an action and its notification, so every actor is
   * reported as changed afterwards.
   */
  function begin(
    runId: string,
    options: RunOptions,
    generator: RunGenerator,
    pass: { readonly checksLimitUsd: number | null; readonly again: boolean; readonly findOnly?: boolean },
  ): RunView {
    const { concurrency, maxCostUsd, findOnly = pass.findOnly ?? false } = options
    journal.runs.begin(runId, options, now().toISOString())
    const pace = createPace(generator.secondsPerImage, concurrency)
    const checks = { evaluator: options.evaluator ?? null, limitUsd: pass.checksLimitUsd }
    // No limit applies, because only pictures that are paid for already are fetched.
    const limitUsd = findOnly ? null : maxCostUsd
    const calls = stepCalls({ runId, journal, payments: ports.payments, generator, limitUsd, now })
    underway.launch(runId, pace, async (context) => {
      await carryOutRun({
        ...context,
        concurrency,
        generator,
        calls,
        checks,
        pace,
        findOnly,
      })
      if (pass.again) ports.changed(journal.actors.ids(runId))
    })
    return get(runId)
  }

  function interrupt(runId: string, reason: 'paused' | 'cancelled', note: string): void {
    const { active } = underway
    // A run that is pausing may still be cancelled.
    if (active?.runId !== runId || !/^(running|cancelling)$/.test(runOf(runId).state)) return
    journal.runs.setState(runId, 'cancelling')
    active.stop.request(reason, note)
    onRun(get(runId))
  }

  async function redo(runId: string): Promise<RunView> {
    const active = await begins(async () => {
      const { state } = runOf(runId)
      if (state !== 'redoing') {
        if (state !== 'undone') throw new EvencastError('CONFLICT', `Run ${runId} was not undone.`)
        await refuseRedo(silently(runId))
        journal.runs.setState(runId, 'redoing')
      }
      return underway.launch(runId, null, doRunAgain)
    })
    await active.done
    return get(runId)
  }

  return {
    start: ({
      plans,
      generator,
      maker,
      concurrency = 2,
      maxCostUsd = null,
      deleteOnly = false,
      generateOnly = false,
      ...checks
    }) =>
      begins(async () => {
        refuseBeforeFound()
        if (!deleteOnly) refuseUncertain(journal, plans)
        const { checksLimitUsd = null, ...kept } = checks
        const options: RunOptions = { concurrency, maxCostUsd, deleteOnly, generateOnly, ...kept }
        const by = maker ? ports.generatorAs(maker) : ports.generator(generator)
        const runId = await writeDown(journal, plans, by, options, now())
        return begin(runId, options, by, { checksLimitUsd, again: false })
      }),

    resume: (runId, options = {}) => begins(async () => goOn(runId, options, false)),

    retryFailed: (runId, options = {}) => begins(async () => goOn(runId, options, true)),

    pause: (runId) => interrupt(runId, 'paused', 'Paused. Resume it to continue.'),
    cancel: (runId) => interrupt(runId, 'cancelled', 'Cancelled. Resume it to continue.'),

    async undo(runId) {
      if (runOf(runId).state === 'redoing') await redo(runId)
      const active = await begins(async () => {
        const run = runOf(runId)
        if (run.state === 'undone') throw new EvencastError('CONFLICT', `Run ${runId} is already undone.`)
        if (run.state !== 'undoing') {
          await reconcile(silently(runId))
          await refuseUndo(silently(runId))
          more.refuseUndo?.(runId)
          journal.runs.setState(runId, 'undoing')
        }
        return underway.launch(runId, null, takeBackRun)
      })
      await active.done
      return get(runId)
    },

    redo,

    async finished(runId) {
      if (underway.active?.runId === runId) await underway.active.done
      return get(runId)
    },

    recover: () =>
      underway.exclusively(async () => {
        const warnings: string[] = []
        const restored = await restorePayments(journal, ports, now()).catch((error: unknown) => {
          warnings.push(messageOf(error))
          return []
        })
        if (restored.length > 0) warnings.push(RESTORED)
        const cut = [...journal.runs.inState('running'), ...journal.runs.inState('cancelling')]
        parkRuns(journal, now().toISOString())
        for (const { runId } of cut) {
          await reconcile(silently(runId)).catch((error: unknown) => warnings.push(messageOf(error)))
        }
        for (const [state, work] of [
          ['undoing', takeBackRun],
          ['redoing', doRunAgain],
        ] as const) {
          for (const { runId } of journal.runs.inState(state)) {
            const { done } = underway.launch(runId, null, work)
            await done.then(
              () => state === 'undoing' && recovered.unshift(runId),
              (error: unknown) => warnings.push(messageOf(error)),
            )
          }
        }
        return warnings
      }),

    toFind,
    recoveredUndos: () => recovered,
    get,
    options: (runId) => runOf(runId).options,
    doneSteps: (runId) => journal.steps.finished(runId).filter(({ state }) => state === 'done'),
    openActors(runId) {
      const through = new Set(journal.actors.through(runId))
      return journal.actors.ids(runId).filter((actorId) => !through.has(actorId))
    },
    planOf: (runId, actorId) => journal.actors.get(runId, actorId)?.fingerprint ?? null,
    setReached(runId, reached) {
      journal.runs.setReached(runId, reached)
      onRun(get(runId))
    },
    report: (runId) => runReport(journal, runOf(runId)),
    standing: (runId) => runStanding(journal, runOf(runId)),
    list: () => journal.runs.list().map(viewOf),
    watch(watcher) {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },

    async close() {
      underway.active?.stop.request('cancelled', 'Interrupted. Resume it to continue.')
      await underway.active?.done.catch(() => {})
    },
  }
}

const RESTORED =
  'The catalog of this library was lost during a run. Images that it had requested are searched for before anything else is paid for.'
