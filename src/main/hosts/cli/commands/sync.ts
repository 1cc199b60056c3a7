import type { SyncReport } from '../../../workflow/reports.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural, size } from '../table.ts'

interface Flags {
  readonly dryRun?: true
  readonly store?: string
  readonly delete?: true
}

export const addSync: AddCommand = (program, frame) =>
  program
    .command('sync')
    .description('bring the store in step with the library')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .option('--dry-run', 'only say what would be done')
    .option('--store <url>', 's3://bucket/prefix or file:///folder; otherwise EVENCAST_STORE or the settings')
    .option('--delete', 'also take out of the store what the library no longer holds')
    .action((library: string | undefined, flags: Flags) =>
      frame.withLibrary(
        { library, settings: flags.store === undefined ? {} : { store: flags.store } },
        async (opened, attended) =>
          syncOutcome(await opened.sync({ ...attended, dryRun: flags.dryRun ?? false, delete: flags.delete ?? false })),
      ),
    )

function syncOutcome(report: SyncReport): Outcome {
  const moved = (
    [
      ['up    ', report.uploaded],
      ['down  ', report.downloaded],
      ['delete', report.deleted],
    ] as const
  ).flatMap(([word, files]) => files.map((file) => `${word}  ${file}`))
  return {
    report,
    lines: [
      ...moved,
      `${report.dry_run ? 'Dry run: ' : ''}${plural(report.uploaded.length, 'file')} up, ${report.downloaded.length} down, ${report.deleted.length} deleted, ${size(report.bytes)}.`,
    ],
    notes: [
      ...report.conflicts.map((file) => `${file}: differs here and in the store; left alone.`),
      ...report.failed.map(({ file, error }) => `${file}: ${error}`),
    ],
    failed: report.failed.length > 0 || report.conflicts.length > 0,
  }
}
