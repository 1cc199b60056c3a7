import type { VerifyReport } from '../../../contract/reports.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural } from '../table.ts'

export const addVerify: AddCommand = (program, frame) =>
  program
    .command('verify')
    .description('check manifests against files, indices, style mix, duplicate prompts and store addresses')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .action((library?: string) =>
      frame.withLibrary({ library }, async (opened, options) => verifyOutcome(await opened.verify(options))),
    )

const verifyOutcome = (report: VerifyReport): Outcome => ({
  report,
  lines: report.ok
    ? ['No problems found.']
    : [
        ...report.findings.map(
          ({ actor_id, kind, file, detail }) => `${[actor_id, kind, file].filter(Boolean).join('  ')}  ${detail}`,
        ),
        `${plural(report.findings.length, 'finding')}.`,
      ],
  notes: report.notes.map(({ actor_id, detail }) => `${actor_id}: ${detail}`),
  failed: !report.ok,
})
