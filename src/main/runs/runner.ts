import type { RunView } from '../contract/views.ts'
import { EvencastError, messageOf } from '../domain/error.ts'
import type { Plan } from '../domain/plan.ts'
import type { RunReached } from '../domain/reached.ts'
import { writeDown } from './begin.ts'
import { createBudget } from './budget.ts'
import type { Bookkeeping } from './context.ts'
import type { Journal } from './journal.ts'
import { carryOutRun, doRunAgain, takeBackRun } from './pass.ts'
import { createPace } from './pace.ts'
import type { RunGenerator, RunPorts } from './ports.ts'
import { refuseRedo } from './redo.ts'
import { reconcile } from './recover.ts'
import { restorePayments } from './restore-payments.ts'
import type { Maker, Run, RunOptions, RunState, Step } from './records.ts'
import { type RunReport, runReport, type RunStanding, runStanding, runView, uncertainUsd } from './report.ts'
import { refuseUndo } from './undo.ts'
import { parkRuns } from './unfinished.ts'
import { createUnderway } from './underway.ts'

export interface RunnerPorts {
  /** Throws CONFLICT while nothing may begin, for a reason that lies outside. */
  readonly mayBegin?: () => void
  /** What else stands against taking a run back: throws CONFLICT. */
  readonly refuseUndo?: (runId: string) => void
  readonly journal: Journal
  readonly ports: RunPorts
  readonly now: () => Date
  /** Told of every change of a run, as a whole snapshot, at most ten times a second; the last one always comes. */
  readonly onRun: (view: RunView) => void
}

export interface StartOptions extends Partial<RunOptions> {
  /** What checking its images may cost; null, or left out: no limit. */
  readonly checksLimitUsd?: number | null | undefined
  readonly plans: readonly Plan[]
  readonly generator: string
  /** The model and the prices that were agreed to; undefined: those of the settings. */
  readonly maker?: Maker | undefined
}

/** Undefined: as before. */
export interface GoOnOptions {
  /** What checking its images may cost from now on; null, or left out: no limit. */
  readonly checksLimitUsd?: number | null | undefined
  readonly concurrency?: number | undefined
  readonly maxCostUsd?: number | null | undefined
  /** Only to find and fetch what was asked for; the rest stays as it is. */
  readonly findOnly?: boolean | undefined
}

export interface Runner {
  /** Answers once the run is written down; it goes on by itself. Throws CONFLICT while another run is under way. */
  start(options: StartOptions): Promise<RunView>
  /** Goes on with an interrupted run. Failed steps stay failed. Throws CONFLICT when a later run changed its actors. */
  resume(runId: string, options?: GoOnOptions): Promise<RunView>
  /** As `resume`, also for a run that has ended, and tries the failed steps again. */
  retryFailed(runId: string, options?: GoOnOptions): Promise<RunView>
  /** Asks a run to stop: it is interrupted soon after and can be resumed. Does nothing for one that is not under way. */
  cancel(runId: string): void
  /** Takes a run back; resolves when that is done. Safe to call again after a failure. */
  undo(runId: string): Promise<RunView>
  /** Does again what was taken back: files come out of the trash, nothing is made or paid again. Resolves when that is done. */
  redo(runId: string): Promise<RunView>
  /** Resolves with the last view once the run is no longer under way. */
  finished(runId: string): Promise<RunView>
  /**
   * Called once when the library was opened: notes what an earlier process had done, finishes an undo or a redo, and leaves cut-short runs
   * interrupted. Begins nothing new. Answers warnings for the user.
   */
  recover(): Promise<readonly string[]>
  /**
   * Runs with images that were asked for and are not here: those that were written down again after the catalogue was lost, and with
   * `andLast` the last run, when it was cut short.
   */
  toFind(andLast: boolean): readonly string[]
  /** Runs whose undo an earlier process had begun and `recover` finished, newest first. */
  recoveredUndos(): readonly string[]
  get(runId: string): RunView
  options(runId: string): RunOptions
  /** What was carried out, step by step. */
  doneSteps(runId: string): readonly Step[]
  /** Actors with something left to do. */
  openActors(runId: string): readonly string[]
  /** Fingerprint of the plan that it carries out for an actor; null: it is not about this actor. */
  planOf(runId: string, actorId: string): string | null
  /** Writes down what it came to, for the view. */
  setReached(runId: string, reached: RunReached): void
  report(runId: string): RunReport
  /** Which of its actors are through, and which have failed. */
  standing(runId: string): RunStanding
  /** Newest first. */
  list(): RunView[]
  /** Stops what is under way and waits for it. */
  close(): Promise<void>
}

/** Carries out plans, one run at a time. What it knows is in the journal alone, so that it may die at any instant. */
export function createRunner({ journal, ports, now, onRun, ...more }: RunnerPorts): Runner {
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
  function toFind(andLast: boolean): readonly string[] {
    const cut = journal.runs.inState('interrupted')
    const lost = cut.filter(({ options }) => options.findOnly)
    const last = andLast ? cut.findLast(({ runId }) => runId === journal.runs.list()[0]?.runId) : undefined
    const also = last && !lost.includes(last) && journal.steps.asked(last.runId) > 0 ? [last] : []
    return [...lost, ...also].map(({ runId }) => runId)
  }

  /** What may be paid for comes home before anything else is paid for. */
  function refuseBeforeFound(): void {
    const [runId] = toFind(false)
    if (runId === undefined) return
    throw new EvencastError(
      'CONFLICT',
      `Run ${runId} was cut short with the catalogue, and images of it that were asked for are not here yet. Resume it first, or undo it to give them up.`,
    )
  }

  const begins = async <T>(prepare: () => Promise<T>): Promise<T> => {
    more.mayBegin?.()
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

  /** `again`: an earlier process may have died between an act and its notice, so that every actor is looked at once more. */
  function begin(
    runId: string,
    options: RunOptions,
    generator: RunGenerator,
    pass: { readonly checksLimitUsd: number | null; readonly again: boolean; readonly findOnly?: boolean },
  ): RunView {
    const { concurrency, maxCostUsd } = options
    journal.runs.begin(runId, options, now().toISOString())
    const pace = createPace(generator.secondsPerImage, concurrency)
    const checks = { evaluator: options.evaluator ?? null, limitUsd: pass.checksLimitUsd }
    const budget = createBudget(maxCostUsd, checks, () => runOf(runId).costUsd)
    underway.launch(runId, pace, async (context) => {
      await carryOutRun({
        ...context,
        concurrency,
        generator,
        budget,
        pace,
        findOnly: options.findOnly ?? pass.findOnly ?? false,
      })
      if (pass.again) ports.changed(journal.actors.ids(runId))
    })
    return get(runId)
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
        const { evaluator, checksUsd, checksLimitUsd = null } = checks
        const options: RunOptions = { concurrency, maxCostUsd, deleteOnly, generateOnly, evaluator, checksUsd }
        const by = maker ? ports.generatorAs(maker) : ports.generator(generator)
        const runId = await writeDown(journal, plans, by, options, now())
        return begin(runId, options, by, { checksLimitUsd, again: false })
      }),

    resume: (runId, options = {}) => begins(async () => goOn(runId, options, false)),

    retryFailed: (runId, options = {}) => begins(async () => goOn(runId, options, true)),

    cancel(runId) {
      const { active } = underway
      if (active?.runId !== runId || runOf(runId).state !== 'running') return
      journal.runs.setState(runId, 'cancelling')
      active.stop.request('cancelled', 'Cancelled. Resume it to continue.')
      onRun(get(runId))
    },

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

    async close() {
      underway.active?.stop.request('cancelled', 'Interrupted. Resume it to continue.')
      await underway.active?.done.catch(() => {})
    },
  }
}

const RESTORED =
  'The catalogue of this library was lost during a run. Images of it that were asked for are looked for before anything else is paid for.'

/** Throws CONFLICT when the generator that the run was begun with cannot make anything now. */
function refuseWithout(generator: RunGenerator, { runId }: Run): void {
  const lacking = generator.lacks()
  if (lacking === null) return
  const begun = `Run ${runId} was started with ${generator.model}, which costs money, and cannot continue without ${lacking}.`
  throw new EvencastError('CONFLICT', `${begun} Enter it and resume the run, or make a new plan.`)
}

function refuseGoingOn(journal: Journal, { runId, state }: Run, states: readonly RunState[]): void {
  if (!states.includes(state)) {
    const why = state === 'undoing' || state === 'undone' ? 'is undone' : 'has nothing left to do'
    throw new EvencastError('CONFLICT', `Run ${runId} ${why}; it cannot continue. Make a new plan.`)
  }
  const later = journal.steps.laterUseOfActors(runId)
  if (!later) return
  const hint = `Make a new plan instead of continuing run ${runId}.`
  throw new EvencastError('CONFLICT', `The later run ${later.runId} has changed ${later.actorId} since. ${hint}`)
}
