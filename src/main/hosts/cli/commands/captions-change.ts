import { Option, type Command } from 'commander'
import type { CaptionChange } from '../../../domain/caption/change.ts'
import { alike } from '../../../domain/caption/alike.ts'
import { CAPTION_FORMS, type CaptionForm } from '../../../domain/caption/template.ts'
import { EvencastError } from '../../../domain/error.ts'
import type { CaptionEdit } from '../../../operations/captions/change-captions.ts'
import type { ActorSelection } from '../../../operations/context/operation-options.ts'
import type { Frame } from '../frame.ts'
import { actorsAndLibrary, type ActorFlags } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural } from '../table.ts'

export interface CaptionFlags extends ActorFlags {
  readonly image?: readonly string[]
  readonly trigger?: string
  readonly form?: CaptionForm
  readonly dryRun?: true
}

const WORDS = ['[words...]', 'actors, and the library where it is not ./data'] as const

export const withActors = (command: Command): Command =>
  command
    .argument(...WORDS)
    .option('--actor-id <id...>', 'these actors')
    .option('--all', 'every actor of the library')

export const withChange = (command: Command): Command =>
  withActors(command)
    .option('--image <name...>', 'only these images, by file name')
    .option('--trigger <word>', 'the trigger word (actor.json: trigger; else ohwx)')
    .addOption(new Option('--form <form>', 'sentences or tags').choices(CAPTION_FORMS))
    .option('--dry-run', 'show what would change, change nothing')

export function changeSelection(
  words: readonly string[],
  flags: ActorFlags,
): { library: string | undefined; actors: ActorSelection } {
  const { library, actors } = actorsAndLibrary(words, flags)
  if (actors === null) throw new EvencastError('BAD_INPUT', 'Choose actors: their ids, or --all for the whole library.')
  return { library, actors }
}

/** Changes the captions of the named actors, or previews the change. */
export function changeCaptions(
  frame: Frame,
  words: readonly string[],
  flags: CaptionFlags,
  change: CaptionChange,
  only: 'all' | 'missing' | 'sparing' = 'all',
): Promise<void> {
  const { library, actors } = changeSelection(words, flags)
  return frame.withLibrary({ library }, async (opened) => {
    const edits = await opened.captions.change(actors, {
      change,
      only,
      form: flags.form ?? 'prose',
      trigger: flags.trigger,
      filenames: flags.image ? new Set(flags.image) : null,
      dryRun: flags.dryRun ?? false,
    })
    return editsOutcome(edits, flags.dryRun ?? false)
  })
}

const SHOWN = 20
const NOTHING_DIFFERS =
  'Nothing is known that tells these images apart: have a vision model write them (--with openai, --with local-server), or write what differs yourself.'

export function editsOutcome(edits: readonly CaptionEdit[], dryRun: boolean): Outcome {
  const same = alike(edits.filter(({ by }) => by === 'template').map(({ after }) => ({ text: after }))).length
  return {
    report: {
      dry_run: dryRun,
      changed: edits.map(({ actorId, captioned, before, after, by }) => ({
        actor_id: actorId,
        filename: captioned.image.filename,
        before: before === '' ? null : before,
        after: after === '' ? null : after,
        by,
      })),
    },
    lines: [
      ...edits
        .slice(0, SHOWN)
        .flatMap(({ captioned, before, after }) => [
          captioned.image.filename,
          `  - ${before || 'no caption'}`,
          `  + ${after || 'no caption'}`,
        ]),
      ...(edits.length > SHOWN ? [`… and ${edits.length - SHOWN} more.`] : []),
      `${plural(edits.length, 'caption')} ${dryRun ? 'would be ' : ''}changed.`,
      ...(same > 0 ? [`${same} of them say the same as another. ${NOTHING_DIFFERS}`] : []),
    ],
  }
}
