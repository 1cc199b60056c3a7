import { InvalidArgumentError, type Command } from 'commander'
import { EvencastError } from '../../../domain/error.ts'
import { type CaptionChange, patternOf } from '../../../domain/caption/change.ts'
import { unknownVariables } from '../../../domain/caption/template.ts'
import type { AddCommand, Frame } from '../frame.ts'
import { actorsAndLibrary, type ActorFlags } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, table } from '../table.ts'
import { changeCaptions, type CaptionFlags, withActors, withChange } from './captions-change.ts'
import { addCaptionsWrite } from './captions-write.ts'

export const addCaptions: AddCommand = (program, frame) => {
  const captions = program.command('captions').description('read, write and check captions')
  addList(captions, frame)
  addSet(captions, frame)
  addReplace(captions, frame)
  addCaptionsWrite(captions, frame)
  addLint(captions, frame)
  return captions
}

/** Selects all actors when none is named, because reading changes nothing. */
const readSelection = (words: readonly string[], flags: ActorFlags) => {
  const { library, actors } = actorsAndLibrary(words, flags)
  return { library, actors: actors ?? ('all' as const) }
}

function addList(captions: Command, frame: Frame): void {
  withActors(captions.command('list').description('list captions with their author and length')).action(
    (words: readonly string[], flags: CaptionFlags) => {
      const { library, actors } = readSelection(words, flags)
      return frame.withLibrary({ library }, async (opened): Promise<Outcome> => {
        const rows = await opened.captions.list(actors)
        const report = rows.map(({ actorId, captioned: { image, caption }, tokens }) => ({
          actor_id: actorId,
          filename: image.filename,
          caption: caption?.text ?? null,
          by: caption?.by ?? null,
          place: caption?.place ?? null,
          stale: caption?.stale ?? false,
          tokens: tokens && { clip: tokens.clip, t5_estimate: tokens.t5, qwen_estimate: tokens.qwen },
        }))
        const lines = report.map((row) => [
          row.filename,
          row.by ?? '',
          row.tokens ? String(row.tokens.clip) : '',
          row.caption?.replaceAll(/\s+/g, ' ') ?? 'no caption',
        ])
        const missing = report.filter(({ caption }) => caption === null).length
        return {
          report,
          lines: [
            ...table(['image', 'by', 'CLIP tokens', 'caption'], lines, ['left', 'left', 'right', 'left']),
            '',
            `${plural(report.length, 'image')}: ${report.length - missing} with a caption, ${missing} without.`,
          ],
        }
      })
    },
  )
}

function addSet(captions: Command, frame: Frame): void {
  withChange(captions.command('set').description('set, extend or clear captions'))
    .option('--text <text>', 'the caption itself')
    .option(
      '--template <text>',
      'a caption with {trigger} {class} {style} {framing} {angle} {expression} {light} {prompt} {caption} {name}',
    )
    .option('--prefix <text>', 'text to add before the caption')
    .option('--suffix <text>', 'text to add after the caption')
    .option('--add-trigger', 'add the trigger word to captions that lack it')
    .option('--remove <text>', 'remove every sentence or tag with this text')
    .option('--remove-tag <tag...>', 'remove exactly these tags')
    .option('--dedupe', 'remove repeated sentences or tags')
    .option('--shuffle <seed>', 'shuffle tags; the first stays', (text) => seedOf(text))
    .option('--clear', 'remove the caption')
    .action((words: readonly string[], flags: CaptionFlags & SetFlags) =>
      changeCaptions(frame, words, flags, changeOf(flags)),
    )
}

interface SetFlags {
  readonly text?: string
  readonly template?: string
  readonly prefix?: string
  readonly suffix?: string
  readonly addTrigger?: true
  readonly remove?: string
  readonly removeTag?: readonly string[]
  readonly dedupe?: true
  readonly shuffle?: number
  readonly clear?: true
}

function seedOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function changeOf(flags: SetFlags): CaptionChange {
  const changes: CaptionChange[] = [
    ...(flags.text === undefined ? [] : [{ kind: 'set', text: flags.text } as const]),
    ...(flags.template === undefined ? [] : [{ kind: 'template', template: flags.template } as const]),
    ...(flags.prefix === undefined ? [] : [{ kind: 'prefix', text: flags.prefix } as const]),
    ...(flags.suffix === undefined ? [] : [{ kind: 'suffix', text: flags.suffix } as const]),
    ...(flags.addTrigger ? [{ kind: 'trigger', trigger: '' } as const] : []),
    ...(flags.remove === undefined ? [] : [{ kind: 'remove', text: flags.remove } as const]),
    ...(flags.removeTag === undefined ? [] : [{ kind: 'removeTags', tags: flags.removeTag } as const]),
    ...(flags.dedupe ? [{ kind: 'dedupe' } as const] : []),
    ...(flags.shuffle === undefined ? [] : [{ kind: 'shuffle', seed: flags.shuffle, keep: 1 } as const]),
    ...(flags.clear ? [{ kind: 'clear' } as const] : []),
  ]
  const [change] = changes
  if (!change || changes.length > 1)
    throw new EvencastError(
      'BAD_INPUT',
      'Choose one change: --text, --template, --prefix, --suffix, --add-trigger, --remove, --remove-tag, --dedupe, --shuffle or --clear.',
    )
  const [unknown] = change.kind === 'template' ? unknownVariables(change.template) : []
  if (unknown !== undefined) throw new EvencastError('BAD_INPUT', `There is no variable {${unknown}} for a template.`)
  return change
}

function addReplace(captions: Command, frame: Frame): void {
  withChange(captions.command('replace').description('find and replace in captions'))
    .requiredOption('--find <text>', 'text to find')
    .option('--by <text>', 'replacement text', '')
    .option('--regex', '--find is a regular expression; --by may use $1')
    .option('--ignore-case', 'ignore case')
    .action(
      (
        words: readonly string[],
        flags: CaptionFlags & { find: string; by: string; regex?: true; ignoreCase?: true },
      ) => {
        const change = {
          kind: 'replace',
          find: flags.find,
          by: flags.by,
          regex: flags.regex ?? false,
          ignoreCase: flags.ignoreCase ?? false,
        } as const
        if (!patternOf(change)) throw new EvencastError('BAD_INPUT', `“${flags.find}” is not a regular expression.`)
        return changeCaptions(frame, words, flags, change)
      },
    )
}

function addLint(captions: Command, frame: Frame): void {
  withChange(captions.command('lint').description('check captions; --fix fixes what needs no decision'))
    .option('--fix', 'fix what does not change the meaning, one edit per rule')
    .option('--rule <rule...>', 'with --fix: fix only these rules, even if that changes the meaning')
    .action((words: readonly string[], flags: CaptionFlags & { fix?: true; rule?: readonly string[] }) => {
      const { library, actors } = readSelection(words, flags)
      return frame.withLibrary({ library }, async (opened): Promise<Outcome> => {
        const { form = 'prose', trigger } = flags
        const fixed = flags.fix ? await opened.captions.fix(actors, { form, trigger }, flags.rule ?? null) : 0
        const found = await opened.captions.lint(actors, { form, trigger })
        const errors = found.filter(({ severity }) => severity === 'error').length
        return {
          report: {
            ok: errors === 0,
            fixed,
            findings: found.map(({ actorId, fix, isChoice: _isChoice, ...finding }) => ({
              actor_id: actorId,
              ...finding,
              fixable: fix !== null,
            })),
          },
          failed: errors > 0,
          lines: [
            ...found.map(
              ({ actorId, severity, rule, why, filenames }) =>
                `${actorId}: ${severity} ${rule}: ${why} (${plural(filenames.length, 'image')}: ${filenames.slice(0, 5).join(', ')}${filenames.length > 5 ? ' …' : ''})`,
            ),
            `${plural(found.length, 'finding')}, ${plural(errors, 'error')}${fixed > 0 ? `, ${plural(fixed, 'caption')} fixed` : ''}.`,
          ],
        }
      })
    })
}
