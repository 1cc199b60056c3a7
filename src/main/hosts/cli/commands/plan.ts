import { type EvaluationBill, NO_BILL, summaryOf } from '../../../domain/plan-summary.ts'
import { namedActors } from '../../../domain/reached.ts'
import { STYLES } from '../../../domain/style.ts'
import type { VisionQuote } from '../../../operations/vision/quote.ts'
import type { PlanSummary } from '../../../contract/reports.ts'
import { quoteLine, usdOrUnknown } from '../vision-quote.ts'
import {
  type ActorFlags,
  evaluatorOption,
  generatorOption,
  maxCostOption,
  selection,
  splitLibrary,
} from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import type { Settings } from '../../../contract/settings.ts'
import { plural, table, usd } from '../table.ts'
import { held } from './status.ts'
import type { BatchReport } from '../../../operations/batch/run-batch.ts'

interface Flags extends ActorFlags {
  readonly evaluator?: Settings['evaluator']
  readonly generator?: Settings['generator']
  readonly fresh?: true
  readonly maxCost?: number
  readonly batch?: true
  readonly cancelBatch?: true
}

export const addPlan: AddCommand = (program, frame) =>
  program
    .command('plan')
    .description('assess the images and write what would be done; continues where it stopped')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .option('--actor-id <id...>', 'only these actors')
    .option('--all', 'all actors (the default)')
    .addOption(evaluatorOption())
    .addOption(generatorOption())
    .addOption(maxCostOption())
    .option('--batch', 'assess at half the price within a day: submits a batch, and fetches its results when run again')
    .option('--cancel-batch', 'cancel the submitted batch; results finished by then are charged and kept')
    .option('--fresh', 'start over instead of continuing an interrupted pass')
    .action((word: string | undefined, given: Flags) => {
      const [library, { evaluator, generator, maxCost, batch, cancelBatch, fresh = false, ...flags }] = splitLibrary(
        word,
        given,
      )
      const actors = selection(flags, 'all')
      const settings = {
        ...(evaluator && { evaluator }),
        ...(generator && { generator }),
        ...(maxCost !== undefined && { maxCostUsd: maxCost }),
      }
      return frame.withLibrary({ library, settings }, async (opened, options) => {
        const onQuote = (offer: VisionQuote): boolean => {
          frame.note(quoteLine(offer))
          return true
        }
        if (cancelBatch) return cancelled(await opened.cancelBatches('batch'))
        if (batch) {
          const report = await opened.batch(actors, { ...options, onQuote })
          if (!report.ready) return pendingOutcome(report)
          report.notes.forEach((note) => frame.note(note))
        }
        return planOutcome(await opened.plan(actors, { ...options, fresh, onQuote, withoutVision: batch ?? false }))
      })
    })

export function planOutcome(summary: PlanSummary): Outcome {
  return { report: summary, lines: planLines(summary), notes: planNotes(summary), failed: summary.failed.length > 0 }
}

export function planLines(summary: PlanSummary): readonly string[] {
  const rows = summary.actors.map((actor) => [
    actor.actor_id,
    ...STYLES.map((style) => held(actor.current[style], actor.current.unsure[style], actor.target[style])),
    String(actor.current.unclassified),
    String(actor.deletions),
    String(actor.generations),
    usd(actor.estimated_cost_usd),
  ])
  const align = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'] as const
  return [
    ...table(['actor', ...STYLES, 'unsorted', 'delete', 'make', 'cost'], rows, align),
    '',
    `${plural(summary.actors.length, 'plan')}: ${plural(summary.total_deletions, 'image')} to delete, ${summary.total_generations} to generate, ${total(summary)}.`,
    ...looked(summary),
  ]
}

/** Returns the price of the images and their checks together. */
const total = ({ estimated_cost_usd: images, checks_estimated_usd: checks }: PlanSummary): string =>
  checks === null ? `${usd(images)} and checks at an unknown price` : usd(images + checks)

/** Returns a sentence about the past and future cost of the vision model; none when nothing was paid. */
function looked({
  evaluation_estimated_usd: estimated,
  evaluation_cost_usd: cost,
  checks_estimated_usd: checks,
}: PlanSummary): readonly string[] {
  const paid =
    estimated === 0 && cost === 0 ? [] : [`assessing cost ${usd(cost)} of an estimated ${usdOrUnknown(estimated)}`]
  const coming = checks === 0 ? [] : [`assessing the new images will cost ${usdOrUnknown(checks)}`]
  const said = [...paid, ...coming].join('; ')
  return said === '' ? [] : [`${said.charAt(0).toUpperCase()}${said.slice(1)}.`]
}

/** Returns notes with reasons: actors that could not be planned, missing variety, incomplete sets, and warnings. */
export const planNotes = ({ actors, failed }: PlanSummary): readonly string[] => [
  ...failed.map(({ actor_id, error }) => `${actor_id}: could not be planned: ${error}`),
  ...saidOnce(actors, ({ variety }) => (variety === '' ? [] : [variety])),
  ...actors.flatMap(({ actor_id, question }) => (question === undefined ? [] : [`${actor_id}: ${question}`])),
  ...shortfallNotes(actors),
  ...saidOnce(actors, ({ ways_out }) => ways_out.flatMap(({ way, text }) => (way === 'photographs' ? [] : [text]))),
  ...actors.flatMap(({ actor_id, warnings }) => warnings.map((warning) => `${actor_id}: ${warning}`)),
]

type PlannedActor = PlanSummary['actors'][number]

/** Combines equal sentences about several actors into one. */
const saidOnce = (actors: readonly PlannedActor[], of: (actor: PlannedActor) => readonly string[]) =>
  grouped(actors.flatMap((actor) => of(actor).map((text) => ({ actor_id: actor.actor_id, text })))).map(
    ([text, group]) => `${whom(group)}: ${text}`,
  )

/** Returns notes about missing images, with their total number for each reason. */
const shortfallNotes = (actors: readonly PlannedActor[]): readonly string[] =>
  grouped(
    actors.flatMap(({ actor_id, shortfalls }) =>
      shortfalls.map(({ type, missing, why }) => ({ actor_id, missing, text: `${type} will be missing: ${why}` })),
    ),
  ).map(([text, group]) => `${whom(group)}: ${group.reduce((sum, { missing }) => sum + missing, 0)} ${text}`)

const grouped = <T extends { readonly text: string }>(all: readonly T[]) => [...Map.groupBy(all, ({ text }) => text)]

const whom = (group: readonly { readonly actor_id: string }[]): string => namedActors(group.map((one) => one.actor_id))

const emptySummary = (bill: EvaluationBill): PlanSummary => summaryOf([], [], new Date().toISOString(), bill)

/** Returns a report with the fields of a summary while the batch is still open. */
function pendingOutcome({ waiting, estimatedUsd, costUsd, notes }: BatchReport): Outcome {
  return {
    report: {
      ...emptySummary({ estimatedUsd, costUsd, checksUsd: 0 }),
      pending: { images: waiting, estimated_usd: estimatedUsd, cost_usd: costUsd },
    },
    notes,
    lines: [
      `${plural(waiting, 'image')} submitted in a batch, ${usdOrUnknown(estimatedUsd)} expected. Run the same command again within a day to fetch the results; nothing has to run in the meantime.`,
    ],
  }
}

function cancelled(count: number): Outcome {
  return {
    report: emptySummary(NO_BILL),
    lines: [
      count === 0
        ? 'No batch is waiting for results.'
        : `${plural(count, 'batch', 'batches')} cancelled. Finished results are kept.`,
    ],
  }
}
