import { statSync } from 'node:fs'
import type { ActorChanges } from '../../../domain/snapshot-changes.ts'
import { EvencastError } from '../../../domain/error.ts'
import type { AddCommand } from '../frame.ts'
import { type ActorFlags, splitLibrary } from '../options.ts'
import { plural, size, table } from '../table.ts'

const WORDS = ['[words...]', 'the name of a snapshot and the library, in any order'] as const
const CHANGES = ['added', 'removed', 'changed', 'labels', 'captions', 'sidecars'] as const

export const addSnapshot: AddCommand = (program, frame) => {
  const snapshot = program
    .command('snapshot')
    .description('keep named versions of labels, captions and images, compare them, restore one')

  snapshot
    .command('create')
    .description('save the folders as they are now; only new contents take space')
    .argument(...WORDS)
    .usage('[name] [library]')
    .option('--actor-id <id...>', 'only these actors')
    .action((words: readonly string[], flags: ActorFlags) => {
      const { library, names, actorId } = split(words, 1, flags)
      return frame.withLibrary({ library }, async (opened, options) => {
        const made = await opened.snapshots.create({ name: names[0], actors: actorId ?? 'all' }, options)
        return {
          report: reportOf(made),
          lines: [
            `Snapshot “${made.name}”: ${plural(made.images, 'image')} of ${plural(made.actors.length, 'actor')}, ${size(made.new_bytes)} more on disk.`,
          ],
        }
      })
    })

  snapshot
    .command('list')
    .description('list the snapshots, the newest first')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .action((library?: string) =>
      frame.withLibrary({ library }, async (opened) => {
        const all = await opened.snapshots.list()
        const rows = all.map(({ name, at, automatic, actors, images, bytes, id }) => [
          name,
          at,
          automatic ? 'automatic' : '',
          String(actors.length),
          String(images),
          size(bytes),
          id,
        ])
        const lines = table(['name', 'at', '', 'actors', 'images', 'size', 'id'], rows, [
          'left',
          'left',
          'left',
          'right',
          'right',
          'right',
          'left',
        ])
        return { report: all.map(reportOf), lines: all.length === 0 ? ['There are no snapshots.'] : lines }
      }),
    )

  snapshot
    .command('diff')
    .description('show what changed since a snapshot, up to now or to a second one')
    .argument(...WORDS)
    .usage('<name> [later name] [library]')
    .option('--actor-id <id...>', 'only these actors')
    .action((words: readonly string[], flags: ActorFlags) => {
      const { library, names, actorId } = split(words, 2, flags)
      return frame.withLibrary({ library }, async (opened, options) => {
        const request = { from: required(names[0]), to: names[1], actorIds: actorId }
        const { from, to, actors } = await opened.snapshots.compare(request, options)
        const report = { from: from.id, to: to?.id ?? null, actors: actors.map(changesReport) }
        return { report, lines: actors.length === 0 ? ['Nothing has changed.'] : changeLines(actors) }
      })
    })

  snapshot
    .command('restore')
    .description('restore folders and labels; what is replaced goes to the trash')
    .argument(...WORDS)
    .usage('<name> [library]')
    .option('--actor-id <id...>', 'only these actors')
    .action((words: readonly string[], flags: ActorFlags) => {
      const { library, names, actorId } = split(words, 1, flags)
      return frame.withLibrary({ library }, async (opened, options) => {
        const request = { snapshot: required(names[0]), actorIds: actorId }
        const { snapshot: made, actors, missing } = await opened.snapshots.restore(request, options)
        return {
          report: { snapshot: reportOf(made), actors: actors.map(changesReport), missing },
          lines:
            actors.length === 0
              ? ['Nothing has changed since, so there is nothing to restore.']
              : [
                  `Restored the snapshot “${made.name}”: ${plural(actors.length, 'actor')}. The trash holds what was replaced, and an automatic snapshot what was there before.`,
                ],
          notes: missing.map((id) => `The folder of ${id} is gone and was not recreated.`),
          failed: missing.length > 0,
        }
      })
    })

  snapshot
    .command('remove')
    .description('delete a snapshot, and the contents that no other one holds')
    .argument(...WORDS)
    .usage('<name> [library]')
    .action((words: readonly string[]) => {
      const { library, names } = split(words, 1)
      return frame.withLibrary({ library }, async (opened) => {
        const removed = await opened.snapshots.remove(required(names[0]))
        return { report: reportOf(removed), lines: [`The snapshot “${removed.name}” was deleted.`] }
      })
    })
}

/** Splits words into the library and names. A folder, or a word with a path separator, is the library; names contain neither. */
function split(words: readonly string[], most: number, flags: ActorFlags = {}) {
  const isLibrary = (word: string): boolean =>
    /[\\/]/.test(word) || (statSync(word, { throwIfNoEntry: false })?.isDirectory() ?? false)
  const named = words.findLast(isLibrary)
  const names = words.filter((word) => word !== named)
  const foreign = names.length > most ? names.at(-1) : undefined
  if (foreign !== undefined)
    throw new EvencastError(
      'BAD_INPUT',
      `There is no folder ${JSON.stringify(foreign)}. Put a name with spaces in quotes.`,
    )
  const [library, { actorId }] = splitLibrary(named, flags)
  return { library, names, actorId }
}

function required(name: string | undefined): string {
  if (name !== undefined) return name
  throw new EvencastError('BAD_INPUT', 'Name a snapshot; “evencast snapshot list” shows them.')
}

const reportOf = ({ actors, ...snapshot }: SnapshotLike) => ({
  ...snapshot,
  actors: actors.map((actor) => actor.actor_id),
})
interface SnapshotLike {
  readonly id: string
  readonly name: string
  readonly at: string
  readonly actors: readonly { readonly actor_id: string }[]
}

const changesReport = ({ actorId, ...changes }: ActorChanges & { readonly actorId: string }) => ({
  actor_id: actorId,
  ...Object.fromEntries(CHANGES.map((kind) => [kind, changes[kind]])),
})

const changeLines = (actors: readonly (ActorChanges & { readonly actorId: string })[]): string[] =>
  table(
    ['actor', ...CHANGES],
    actors.map((actor) => [actor.actorId, ...CHANGES.map((kind) => String(actor[kind].length))]),
    ['left', ...CHANGES.map(() => 'right' as const)],
  )
