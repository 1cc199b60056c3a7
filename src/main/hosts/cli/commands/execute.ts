import { Option } from 'commander'
import type { Settings } from '../../../contract/settings.ts'
import type { ExecuteOptions } from '../../../app.ts'
import { EvencastError } from '../../../domain/error.ts'
import { isStyle } from '../../../domain/style.ts'
import { shellWord } from '../../../kit/shell-word.ts'
import type { ExecuteReport } from '../../../contract/reports.ts'
import { type ActorFlags, generatorOption, maxCostOption, selection, splitLibrary } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { duration } from '../progress.ts'
import { plural, usd } from '../table.ts'

export interface RunFlags extends ActorFlags {
  readonly dryRun?: true
  readonly execute?: true
  readonly deleteOnly?: true
  readonly generateOnly?: true
  readonly generator?: Settings['generator']
  readonly maxCost?: number
  readonly retryFailed?: true
}

export const runOptions = (): readonly Option[] => [
  new Option('--actor-id <id...>', 'only these actors'),
  new Option('--all', 'all actors'),
  new Option('--dry-run', 'only show what would be done').conflicts('execute'),
  new Option('--execute', 'do it'),
  new Option('--delete-only', 'only move images to the trash').conflicts('generateOnly'),
  new Option('--generate-only', 'only generate images'),
  generatorOption(),
  maxCostOption(),
  new Option('--retry-failed', 'try the failed steps of the last run again'),
]

export const addExecute: AddCommand = (program, frame) => {
  const command = program
    .command('execute')
    .description('run the plans; a dry run without --execute; continues where it stopped')
    .argument('[library]', 'the library, its actors folder, or one actor')
  for (const option of runOptions()) command.addOption(option)
  command.action((word: string | undefined, given: RunFlags) => {
    const [library, flags] = splitLibrary(word, given)
    const actors = selection(flags)
    return frame.withLibrary({ library, settings: settingsOf(flags) }, async (opened, options) =>
      executeOutcome(
        await opened.execute(actors, { ...options, ...runOf(flags), dryRun: !flags.execute }),
        opened.root,
      ),
    )
  })
}

export const settingsOf = ({ generator, maxCost }: RunFlags): Partial<Settings> => ({
  ...(generator && { generator }),
  ...(maxCost !== undefined && { maxCostUsd: maxCost }),
})

export function runOf({ deleteOnly, generateOnly, generator, maxCost, retryFailed }: RunFlags): ExecuteOptions {
  if (deleteOnly && generateOnly)
    throw new EvencastError('BAD_INPUT', 'Use either --delete-only or --generate-only, not both.')
  return {
    generator,
    deleteOnly: deleteOnly ?? false,
    generateOnly: generateOnly ?? false,
    maxCostUsd: maxCost,
    retryFailed: retryFailed ?? false,
  }
}

/** `library`: the opened folder, for the command that undoes the run. */
export function executeOutcome(report: ExecuteReport, library: string): Outcome {
  return {
    report,
    lines: executeLines(report, library),
    notes: [
      ...report.actors.flatMap(({ actor_id, failed }) =>
        failed.map(({ step, error }) => `${actor_id}: ${step}: ${error}`),
      ),
      ...(report.stopped === undefined ? [] : [report.stopped]),
      // With a run, this sentence is part of the result.
      ...(report.run_id === null && isShort(report) ? [`${report.reached?.text}.`] : []),
      ...(report.reached?.waysOut ?? []).map(({ text }) => text),
    ],
    failed: report.stopped !== undefined || report.actors.some(({ failed }) => failed.length > 0),
  }
}

const isShort = ({ reached }: ExecuteReport): boolean => reached !== undefined && reached.balanced < reached.of

function executeLines(report: ExecuteReport, library: string): readonly string[] {
  const { actors, dry_run, run_id, cost_usd, checks_usd, uncertain_usd = 0, seconds, reached } = report
  const deleted = actors.reduce((sum, actor) => sum + actor.deleted.length, 0)
  const generated = actors.reduce((sum, actor) => sum + actor.generated.length, 0)
  // Images that the plan already listed as missing are not failed steps, so they are not counted.
  const failures = actors.flatMap((actor) => actor.failed)
  const failed = failures.filter(({ step }) => !isStyle(step)).length
  const steps = actors.flatMap((actor) => [
    actor.actor_id,
    ...actor.deleted.map((filename) => `  ${dry_run ? 'remove   ' : 'removed  '}  ${filename}`),
    ...actor.generated.map(({ filename, type }) => `  ${dry_run ? 'generate ' : 'generated'}  ${filename}  ${type}`),
  ])
  if (dry_run)
    return [
      ...steps,
      `Dry run: ${plural(deleted, 'image')} to remove, ${generated} to generate, ${usd(cost_usd)}. Nothing was changed; add --execute to do it.`,
    ]
  if (!run_id && failures.length === 0) return ['Nothing left to do.']
  return [
    ...steps,
    `${plural(deleted, 'image')} moved to the trash, ${generated} generated, ${plural(failed, 'step')} failed, ${usd(cost_usd)}${checks_usd > 0 ? `, ${usd(checks_usd)} of it for checking new images` : ''}${uncertain_usd > 0 ? `, and up to ${usd(uncertain_usd)} more that may have been charged` : ''}.`,
    ...(reached ? [`${reached.text}. It took ${duration(seconds)}.`] : []),
    ...(run_id ? [`To undo this run: evencast undo ${shellWord(library)} ${run_id}`] : []),
  ]
}
