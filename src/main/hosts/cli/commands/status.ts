import { skippedSentences } from '../../../domain/skipped.ts'
import { STYLES } from '../../../domain/style.ts'
import type { StatusReport } from '../../../contract/reports.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural, table } from '../table.ts'

export const addStatus: AddCommand = (program, frame) =>
  program
    .command('status')
    .description('show counts by style against the target, per actor')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .action((library?: string) =>
      frame.withLibrary({ library }, async (opened) => statusOutcome(await opened.status())),
    )

/** Formats a count as "13/13", or "13 + 2 unsure/13" when some styles are only guesses. */
export const held = (sure: number, unsure: number, wanted: number): string =>
  unsure === 0 ? `${sure}/${wanted}` : `${sure} + ${unsure} unsure/${wanted}`

export function statusOutcome(report: StatusReport): Outcome {
  const { actors } = report
  const rows = actors.map(({ actor_id, counts, unsure, target, left, unassessed, unreadable, balanced, problem }) => [
    actor_id,
    ...STYLES.map((style) =>
      unassessed > 0 ? `?/${target[style]}` : held(counts[style], unsure[style], target[style]),
    ),
    String(counts.unclassified),
    String(unassessed),
    String(unreadable),
    problem ?? (unassessed > 0 ? 'not assessed' : balanced ? 'balanced' : left ? `unbalanced: ${left}` : 'unbalanced'),
  ])
  const balanced = actors.filter((actor) => actor.balanced).length
  const unassessed = actors.filter((actor) => actor.unassessed > 0).length
  return {
    report,
    lines: [
      ...table(['actor', ...STYLES, 'unsorted', 'unassessed', 'unreadable', 'state'], rows, [
        'left',
        'right',
        'right',
        'right',
        'right',
        'right',
        'right',
        'left',
      ]),
      '',
      `${plural(actors.length, 'actor')}: ${balanced} balanced, ${actors.length - balanced} not${unassessed > 0 ? ` (${unassessed} not fully assessed: run plan)` : ''}.`,
      ...actors.flatMap(({ actor_id, proposal }) =>
        proposal === null
          ? []
          : [
              `${actor_id}: ${proposal.why} Its own target fits better: evencast target --set ${proposal.preset} --actor-id ${actor_id}`,
            ],
      ),
      ...actors.flatMap(({ actor_id, skipped, not_measured }) => [
        ...not_measured.map(({ filename, why }) => `${actor_id}: ${filename}: ${why}`),
        ...skippedSentences(skipped).map((said) => `${actor_id}: ${said}`),
      ]),
    ],
  }
}
