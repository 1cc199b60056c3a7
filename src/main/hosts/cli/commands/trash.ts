import { EvencastError } from '../../../domain/error.ts'
import type { TrashItem } from '../../../contract/reports.ts'
import type { AddCommand } from '../frame.ts'
import { plural, size, table } from '../table.ts'

interface RestoreFlags {
  readonly id?: readonly string[]
  readonly actorId?: readonly string[]
  readonly all?: true
}

const NONE = { files: 0, bytes: 0, problem: null }
const LIBRARY = ['[library]', 'the library, its actors folder, or one actor'] as const

export const addTrash: AddCommand = (program, frame) => {
  const trash = program.command('trash').description('list, restore or permanently delete removed images')

  trash
    .command('list')
    .description('list the images in the trash')
    .argument(...LIBRARY)
    .action((library?: string) =>
      frame.withLibrary({ library }, async (opened) => {
        const items = await opened.trash.list()
        return { report: items, lines: trashLines(items) }
      }),
    )

  trash
    .command('restore')
    .description('restore images to where they were')
    .argument(...LIBRARY)
    .option('--id <id...>', 'ids from "trash list"')
    .option('--actor-id <id...>', 'all images of these actors')
    .option('--all', 'everything')
    .action((library: string | undefined, flags: RestoreFlags) => {
      if (!flags.id && !flags.actorId && !flags.all)
        throw new EvencastError('BAD_INPUT', 'Choose what to restore: --id ID…, --actor-id ID… or --all.')
      return frame.withLibrary({ library }, async (opened) => {
        const ids = chosen(await opened.trash.list(), flags)
        const restored = ids.length === 0 ? 0 : await opened.trash.restore(ids)
        return { report: { restored }, lines: [`${plural(restored, 'image')} restored.`] }
      })
    })

  trash
    .command('empty')
    .description('permanently delete everything in the trash')
    .argument(...LIBRARY)
    .option('-y, --yes', 'do not ask for confirmation')
    .action((library: string | undefined, flags: { yes?: true }) => {
      const { ask } = frame.terminal
      if (!ask && !flags.yes)
        throw new EvencastError(
          'BAD_INPUT',
          'There is no terminal to ask for confirmation. Add --yes to empty the trash.',
        )
      return frame.withLibrary({ library }, async (opened) => {
        const items = await opened.trash.list()
        const copies = opened.trash.inStore()
        // The list also contains store copies whose images are not in the trash here.
        const images = items.filter(({ reason }) => reason !== 'store').length
        const parts = [
          ...(images > 0 ? [plural(images, 'image')] : []),
          ...(copies.files > 0 ? [`${plural(copies.files, 'copy', 'copies')} in the store's trash`] : []),
        ]
        // Emptying runs even with nothing listed, because an interrupted one may have left captions without an image.
        const go = parts.length === 0 || flags.yes || (await ask?.(`Permanently delete ${parts.join(' and ')}?`))
        const report = go ? await opened.trash.empty() : { files: 0, bytes: 0, store: NONE }
        const { files, bytes, problem } = report.store
        return {
          report,
          lines: [
            `${plural(report.files, 'file')} permanently deleted, ${size(report.bytes)} freed.`,
            ...(files > 0
              ? [`${plural(files, 'copy', 'copies')} deleted from the store, ${size(bytes)} freed there.`]
              : []),
          ],
          notes: problem === null ? [] : [`The store's trash could not be emptied completely: ${problem}`],
          failed: problem !== null,
        }
      })
    })
}

export function chosen(items: readonly TrashItem[], { id, actorId, all }: RestoreFlags): readonly string[] {
  const missing = id?.find((wanted) => !items.some((item) => item.id === wanted))
  if (missing !== undefined)
    throw new EvencastError('NOT_FOUND', `There is no "${missing}" in the trash; "trash list" names what is.`)
  return items.filter((item) => all || id?.includes(item.id) || actorId?.includes(item.actor_id)).map((item) => item.id)
}

function trashLines(items: readonly TrashItem[]): readonly string[] {
  if (items.length === 0) return ['The trash is empty.']
  const rows = items.map((item) => [
    item.id,
    item.actor_id,
    item.filename,
    item.reason,
    item.deleted_at,
    size(item.bytes),
  ])
  return table(['id', 'actor', 'image', 'reason', 'deleted', 'size'], rows, [
    'left',
    'left',
    'left',
    'left',
    'left',
    'right',
  ])
}
