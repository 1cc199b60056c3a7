import { STYLES } from '../../../domain/style.ts'
import type { PlanSummary } from '../../../workflow/reports.ts'
import { type ActorFlags, evaluatorOption, selection, splitLibrary } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import type { Settings } from '../../../contract/settings.ts'
import { plural, table, usd } from '../table.ts'

interface Flags extends ActorFlags {
  readonly evaluator?: Settings['evaluator']
  readonly fresh?: true
}

export const addPlan: AddCommand = (program, frame) =>
  program
    .command('plan')
    .description('assess the images and write what would be done; continues where it stopped')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .option('--actor-id <id...>', 'only these actors')
    .option('--all', 'all actors (the default)')
    .addOption(evaluatorOption())
    .option('--fresh', 'start over instead of continuing an interrupted pass')
    .action((word: string | undefined, given: Flags) => {
      const [library, { evaluator, fresh = false, ...flags }] = splitLibrary(word, given)
      const actors = selection(flags, 'all')
      return frame.withLibrary({ library, settings: evaluator ? { evaluator } : {} }, async (opened, attended) =>
        planOutcome(await opened.plan(actors, { ...attended, fresh })),
      )
    })

export function planOutcome(summary: PlanSummary): Outcome {
  return { report: summary, lines: planLines(summary), notes: planNotes(summary), failed: summary.failed.length > 0 }
}

export function planLines(summary: PlanSummary): readonly string[] {
  const rows = summary.actors.map((actor) => [
    actor.actor_id,
    ...STYLES.map((style) => `${actor.current[style]}/${actor.target[style]}`),
    String(actor.current.unclassified),
    String(actor.deletions),
    String(actor.generations),
    usd(actor.estimated_cost_usd),
  ])
  const align = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'] as const
  return [
    ...table(['actor', ...STYLES, 'unsorted', 'delete', 'make', 'cost'], rows, align),
    '',
    `${plural(summary.actors.length, 'plan')}: ${plural(summary.total_deletions, 'image')} to delete, ${summary.total_generations} to make, ${usd(summary.estimated_cost_usd)}.`,
  ]
}

/** Actors that could not be planned, sets that stay short, and warnings, each with its reason. */
export const planNotes = (summary: PlanSummary): readonly string[] => [
  ...summary.failed.map(({ actor_id, error }) => `${actor_id}: could not be planned: ${error}`),
  ...summary.actors.flatMap(({ actor_id, shortfalls, warnings }) => [
    ...shortfalls.map(({ type, missing, why }) => `${actor_id}: ${missing} ${type} will be missing: ${why}`),
    ...warnings.map((warning) => `${actor_id}: ${warning}`),
  ]),
]
