import { InvalidArgumentError } from 'commander'
import type { TargetChoice } from '../../../contract/targets.ts'
import { STYLES } from '../../../domain/style.ts'
import { PRESETS } from '../../../domain/target.ts'
import type { AddCommand } from '../frame.ts'
import { type ActorFlags, selection, splitLibrary } from '../options.ts'
import { plural } from '../table.ts'

interface Flags extends ActorFlags {
  readonly set: TargetChoice | null
}

/** Parses "illustrated", "library" for the library's own target, or numbers of images such as "13/4/3". */
export function parseTarget(text: string): TargetChoice | null {
  if (text === 'library') return null
  const preset = PRESETS.find((name) => name === text)
  if (preset) return { preset }
  const numbers = text.split('/').map(Number)
  const [photorealistic = 0, bw_stylized = 0, color_stylized = 0] = numbers
  const total = photorealistic + bw_stylized + color_stylized
  if (numbers.length !== 3 || !numbers.every((n) => Number.isInteger(n) && n >= 0) || total < 1 || total > 1000)
    throw new InvalidArgumentError(
      `Use ${PRESETS.join(', ')}, library, or images per style as 13/4/3 (${STYLES.join('/')}).`,
    )
  return { total, shares: { photorealistic, bw_stylized, color_stylized } }
}

export const addTarget: AddCommand = (program, frame) =>
  program
    .command('target')
    .description('give actors a target of their own, kept in their actor.json')
    .argument('[library]', 'the library, its actors folder, or one actor')
    .option('--actor-id <id...>', 'only these actors')
    .option('--all', 'all actors')
    .requiredOption(
      '--set <target>',
      'standard, photographs, illustrated, library, or images per style as 13/4/3',
      parseTarget,
    )
    .action((word: string | undefined, given: Flags) => {
      const [library, { set, ...flags }] = splitLibrary(word, given)
      const actors = selection(flags)
      return frame.withLibrary({ library }, async (opened) => {
        const report = await opened.setTargets(actors, set)
        return { report, lines: [`${report.name}: ${plural(report.actors.length, 'actor')}.`] }
      })
    })
