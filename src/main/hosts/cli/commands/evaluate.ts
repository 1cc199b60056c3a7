import type { Settings } from '../../../contract/settings.ts'
import type { EvaluateReport } from '../../../workflow/reports.ts'
import { evaluatorOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural, table } from '../table.ts'

export const addEvaluate: AddCommand = (program, frame) =>
  program
    .command('evaluate')
    .description("one actor's assessments as a table and its contact sheet as a file, to try an evaluator on")
    .argument('[library]', 'the library, its actors folder, or one actor')
    .requiredOption('--actor-id <id>', 'the actor')
    .addOption(evaluatorOption())
    .action((library: string | undefined, flags: { actorId: string; evaluator?: Settings['evaluator'] }) =>
      frame.withLibrary(
        { library, settings: flags.evaluator ? { evaluator: flags.evaluator } : {} },
        async (opened, attended) => evaluateOutcome(await opened.evaluate(flags.actorId, attended)),
      ),
    )

function evaluateOutcome(report: EvaluateReport): Outcome {
  const rows = report.images.map((image) => [
    image.filename,
    image.type ?? '?',
    image.confidence === null ? '' : `${Math.round(image.confidence * 100)} %`,
    image.verdict ?? 'not measured',
    image.quality_issues.join(', ') + (image.duplicate_of ? ` (of ${image.duplicate_of})` : ''),
  ])
  return {
    report,
    lines: [
      ...table(['image', 'style', 'sure', 'verdict', 'issues'], rows, ['left', 'left', 'right', 'left', 'left']),
      '',
      `${plural(report.images.length, 'image')} of ${report.actor_id}. Contact sheet: ${report.contact_sheet}`,
    ],
  }
}
