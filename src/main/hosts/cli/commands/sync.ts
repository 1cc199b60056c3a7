import { Option } from 'commander'
import type { SyncReport } from '../../../contract/reports.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural, size } from '../table.ts'

interface Flags {
  readonly dryRun?: true
  readonly store?: string
  readonly download?: true
  readonly conflicts?: 'mine' | 'theirs' | 'both'
  readonly delete?: true
  readonly yesDelete?: true
  readonly deleteForeign?: true
}

export const addSync: AddCommand = (program, frame) =>
  program
    .command('sync')
    .description('sync the library with the store')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .option('--dry-run', 'only show what would be done')
    .option('--store <url>', 's3://bucket/prefix or file:///folder; otherwise EVENCAST_STORE or the settings')
    .option('--download', 'also download files found only in the store; otherwise they are only listed')
    .addOption(
      new Option(
        '--conflicts <whose>',
        'which version of a conflict to keep; “both” adds the store’s under the next number',
      ).choices(['mine', 'theirs', 'both']),
    )
    .option(
      '--delete',
      'also remove files from the store that are no longer in the library; they go to the store’s trash',
    )
    .option('--yes-delete', 'do not ask before removing a large share (Settings: 25 % and more)')
    .option('--delete-foreign', 'with --delete: also copies that Evencast did not upload')
    .action((library: string | undefined, flags: Flags) => {
      const settings = {
        ...(flags.store !== undefined && { store: flags.store }),
        ...(flags.deleteForeign && { deleteForeign: true }),
      }
      const { ask } = frame.terminal
      return frame.withLibrary({ library, settings }, async (opened, options) =>
        syncOutcome(
          await opened.sync({
            ...options,
            dryRun: flags.dryRun ?? false,
            delete: flags.delete ?? false,
            download: flags.download ? 'all' : [],
            conflicts: flags.conflicts,
            yesDelete:
              flags.yesDelete ??
              (ask ? ({ count, of }) => ask(`Remove ${count} of ${of} files from the store?`) : undefined),
          }),
          flags,
        ),
      )
    })

export function syncOutcome(report: SyncReport, { delete: removing }: Pick<Flags, 'delete'> = {}): Outcome {
  const moved = (
    [
      ['up    ', report.uploaded],
      ['down  ', report.downloaded],
      ['delete', report.deleted],
      ['offer ', report.offered],
    ] as const
  ).flatMap(([word, files]) => files.map((file) => `${word}  ${file}`))
  const { deletions, offered } = report
  return {
    report,
    lines: [
      ...moved,
      `${report.dry_run ? 'Dry run: ' : ''}${plural(report.uploaded.length, 'file')} up, ${report.downloaded.length} down, ${report.deleted.length} deleted, ${size(report.bytes)}.`,
    ],
    notes: [
      ...report.conflicts.map(conflictLine),
      ...(report.conflicts.length > 0
        ? ['Conflicts were skipped. Choose which version to keep with --conflicts mine, theirs or both.']
        : []),
      ...report.emptied.map(
        (folder) =>
          `${folder}: empty or missing on this machine. Its files stay in the store; --download restores them.`,
      ),
      ...(offered.length > 0
        ? [
            `${plural(offered.length, 'file')} only in the store (${size(report.bytes_offered)}); --download downloads them.`,
          ]
        : []),
      ...(removing && !report.dry_run && report.failed.length > 0 && report.deleted.length < deletions.count
        ? ['Nothing was deleted because some transfers failed.']
        : []),
      ...report.failed.map(({ file, error }) => `${file}: ${error}`),
    ],
    failed: report.failed.length > 0 || report.conflicts.length > 0,
  }
}

function conflictLine({ file, why, here, there, newer }: SyncReport['conflicts'][number]): string {
  const side = (name: string, version: typeof here) =>
    version === null
      ? `not ${name}`
      : `${name} ${size(version.bytes)} of ${version.modified_at.slice(0, 19).replace('T', ' ')}`
  const later = newer === null ? '' : `; ${newer === 'here' ? 'yours' : 'the store’s'} is newer`
  return there === null
    ? `${file}: ${why}.`
    : `${file}: ${why} (${side('here', here)}, ${side('there', there)}${later}).`
}
