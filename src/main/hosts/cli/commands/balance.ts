import type { Settings } from '../../../contract/settings.ts'
import { EvencastError } from '../../../domain/error.ts'
import type { VisionQuote } from '../../../operations/vision/quote.ts'
import type { ExecuteReport, PlanSummary } from '../../../contract/reports.ts'
import { costs, quoteLine, usdOrUnknown } from '../vision-quote.ts'
import { evaluatorOption, selection, splitLibrary } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural, usd } from '../table.ts'
import { executeOutcome, type RunFlags, runOf, runOptions, settingsOf } from './execute.ts'
import { planLines, planNotes } from './plan.ts'

interface Flags extends RunFlags {
  readonly evaluator?: Settings['evaluator']
  readonly fresh?: true
  readonly yes?: true
}

export const addBalance: AddCommand = (program, frame) => {
  const command = program
    .command('balance')
    .description('plan, show the plan, ask for confirmation and run it')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .option('-y, --yes', 'do not ask for confirmation')
    .addOption(evaluatorOption())
    .option('--fresh', 'start over instead of continuing an interrupted pass')
  for (const option of runOptions()) command.addOption(option)
  command.action((word: string | undefined, given: Flags) => {
    const [library, flags] = splitLibrary(word, given)
    const actors = selection(flags)
    const run = runOf(flags)
    const { ask } = frame.terminal
    if (!ask && !flags.yes && !flags.dryRun)
      throw new EvencastError(
        'BAD_INPUT',
        'There is no terminal to ask for confirmation. Add --yes to run the plan, or --dry-run.',
      )
    const settings = { ...settingsOf(flags), ...(flags.evaluator && { evaluator: flags.evaluator }) }
    return frame.withLibrary({ library, settings }, async (opened, options) => {
      let agreed = true
      const onQuote = async (offer: VisionQuote): Promise<boolean> => {
        frame.note(quoteLine(offer))
        if (flags.yes || !costs(offer)) return true
        if (!ask)
          throw new EvencastError(
            'BAD_INPUT',
            'There is no terminal to ask for confirmation. Add --yes to accept the price.',
          )
        agreed = await ask(`Assess ${plural(offer.images, 'image')} with ${offer.model}, ${usdOrUnknown(offer.usd)}?`)
        return agreed
      }
      const summary = await opened
        .plan(actors, { ...options, fresh: flags.fresh ?? false, onQuote })
        .catch((error: unknown) => {
          if (agreed) throw error
          return null
        })
      if (summary === null) return { report: NOTHING_DONE, lines: ['Nothing was sent and nothing was paid.'] }
      for (const line of [...planLines(summary), ...planNotes(summary)]) frame.note(line)
      const kept = keptForVision(summary, flags)
      if (kept !== null) frame.note(kept)
      const planned = summary.actors.map((actor) => actor.actor_id)
      const go =
        !options.signal?.aborted &&
        (flags.dryRun || flags.yes || !isWork(summary, flags) || (await ask?.(question(summary))))
      if (!go) return balanceOutcome(NOTHING_DONE, summary, opened.root)
      return balanceOutcome(
        // Runs the plans that were just confirmed, and does not continue an older run.
        await opened.execute(planned, {
          ...options,
          ...run,
          dryRun: flags.dryRun ?? false,
          resume: false,
          spentUsd: summary.evaluation_cost_usd,
          unplanned: summary.failed.map(({ actor_id }) => actor_id),
        }),
        summary,
        opened.root,
      )
    })
  })
}

/** Explains a limit that covers assessing and generating: less than the given amount is left for generating. */
function keptForVision({ evaluation_cost_usd: paid, checks_estimated_usd: checks }: PlanSummary, { maxCost }: Flags) {
  if (maxCost === undefined || (paid === 0 && checks === 0)) return null
  const coming = checks === 0 ? '' : `, and ${usdOrUnknown(checks)} is expected for assessing the new ones`
  return `Of the limit of ${usd(maxCost)}, ${usdOrUnknown(paid)} went to assessing the images${coming}.`
}

const NOTHING_DONE: ExecuteReport = {
  run_id: null,
  dry_run: false,
  cost_usd: 0,
  checks_usd: 0,
  seconds: 0,
  actors: [],
}

const isWork = ({ total_deletions, total_generations }: PlanSummary, { retryFailed }: Flags): boolean =>
  total_deletions + total_generations > 0 || retryFailed === true

const question = ({
  actors,
  total_deletions,
  total_generations,
  estimated_cost_usd,
  checks_estimated_usd,
}: PlanSummary): string =>
  `Move ${plural(total_deletions, 'image')} to the trash and generate ${total_generations} for ${plural(actors.length, 'actor')}, ${usd(estimated_cost_usd + (checks_estimated_usd ?? 0))}?`

/**
 * Returns the outcome of the run with the actors that it left out: those that could not be planned, and incomplete sets with nothing to do.
 */
export function balanceOutcome(report: ExecuteReport, summary: PlanSummary, library: string): Outcome {
  const ran = new Set(report.actors.map((actor) => actor.actor_id))
  const idle = (actor_id: string, failed: { readonly step: string; readonly error: string }[]) =>
    ran.has(actor_id) || failed.length === 0 ? [] : [{ actor_id, deleted: [], generated: [], failed }]
  return executeOutcome(
    {
      ...report,
      actors: [
        ...report.actors,
        ...summary.failed.flatMap(({ actor_id, error }) => idle(actor_id, [{ step: 'plan', error }])),
        ...summary.actors.flatMap(({ actor_id, shortfalls }) =>
          idle(
            actor_id,
            shortfalls.map(({ type, missing, why }) => ({ step: type, error: `${missing} missing. ${why}` })),
          ),
        ),
      ],
    },
    library,
  )
}
