import { InvalidArgumentError, Option } from 'commander'
import { parseRatio, type Rect } from '../../../domain/crop-rect.ts'
import { sameCrop } from '../../../domain/crop.ts'
import { EvencastError } from '../../../domain/error.ts'
import type { CroppedImage } from '../../../operations/edit/crop-commands.ts'
import type { CropWay } from '../../../operations/edit/crop-images.ts'
import type { AddCommand } from '../frame.ts'
import { actorsAndLibrary } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, table } from '../table.ts'

interface Flags {
  readonly all?: true
  readonly box?: Rect
  readonly ratio?: number
  readonly auto?: true
  readonly borders?: true
  readonly straighten?: number
  readonly mirror?: true
  readonly turn?: true
  readonly clear?: true
  readonly dryRun?: true
}

export const addCrop: AddCommand = (program, frame) =>
  program
    .command('crop')
    .description('crop, turn or mirror images; the files stay unchanged')
    .argument('[words...]', 'one actor, then its images by file name or --all, and the library where it is not ./data')
    .option('--all', 'every image of the named actor, instead of images by name')
    .addOption(
      new Option('--box <x,y,w,h>', 'left, top, width and height as parts of the upright image, 0 to 1').argParser(
        boxOf,
      ),
    )
    .addOption(
      new Option('--ratio <w:h>', 'the largest crop of this ratio; with --auto around the subject').argParser(ratioOf),
    )
    .option('--auto', 'around the subject, in the ratio of the nearest bucket')
    .option('--borders', 'cut off even borders and letterbox bars')
    .addOption(new Option('--straighten <degrees>', 'clockwise, -45 to 45').argParser(degreesOf))
    .option('--mirror', 'flip left and right')
    .option('--turn', 'turn 90° clockwise')
    .option('--clear', 'remove the crop')
    .option('--dry-run', 'show what would change, change nothing')
    .action((words: readonly string[], flags: Flags) => {
      const { library, actors } = actorsAndLibrary(words, {})
      const [actorId, ...filenames] = actors === null || actors === 'all' ? [] : actors
      const way = wayOf(flags)
      if (actorId === undefined || (filenames.length === 0) === (flags.all === undefined))
        throw new EvencastError('BAD_INPUT', 'Name an actor and then its images, or --all for every image of it.')
      return frame.withLibrary({ library }, async (opened, { signal }) => {
        const chosen = { way, filenames: flags.all ? null : filenames, dryRun: flags.dryRun ?? false, signal }
        return outcomeOf(actorId, await opened.crops.change(actorId, chosen), chosen.dryRun)
      })
    })

function boxOf(text: string): Rect {
  const [x = NaN, y = NaN, width = NaN, height = NaN, ...more] = text
    .split(',')
    .map((part) => (part.trim() === '' ? NaN : Number(part)))
  const fits = [x, y].every((at) => at >= 0 && at < 1) && width > 0 && height > 0 && x + width <= 1 && y + height <= 1
  if (!fits || more.length > 0)
    throw new InvalidArgumentError('It must be four parts of the image within it, such as 0.1,0,0.8,1.')
  return { x, y, width, height }
}

function ratioOf(text: string): number {
  const ratio = parseRatio(text)
  if (ratio === null)
    throw new InvalidArgumentError('It must be a shape such as 3:4, at most ten times as long as it is wide.')
  return ratio
}

function degreesOf(text: string): number {
  const degrees = Number(text)
  if (text.trim() === '' || !(Math.abs(degrees) <= 45)) throw new InvalidArgumentError('It must be -45 to 45.')
  return degrees
}

function wayOf(flags: Flags): CropWay {
  const { box, ratio, straighten } = flags
  const ways: CropWay[] = [
    ...(box ? [{ kind: 'box', rect: box } as const] : []),
    ...(flags.auto ? [{ kind: 'subject', ratio: ratio ?? null } as const] : []),
    ...(ratio !== undefined && !flags.auto ? [{ kind: 'ratio', ratio } as const] : []),
    ...(flags.borders ? [{ kind: 'borders' } as const] : []),
    ...(straighten === undefined ? [] : [{ kind: 'straighten', degrees: straighten } as const]),
    ...(flags.mirror ? [{ kind: 'mirror' } as const] : []),
    ...(flags.turn ? [{ kind: 'turn' } as const] : []),
    ...(flags.clear ? [{ kind: 'clear' } as const] : []),
  ]
  const [way] = ways
  if (way && ways.length === 1) return way
  throw new EvencastError(
    'BAD_INPUT',
    'Choose one change: --box, --ratio, --auto, --borders, --straighten, --mirror, --turn or --clear.',
  )
}

function outcomeOf(actorId: string, images: readonly CroppedImage[], dryRun: boolean): Outcome {
  const changed = images.filter(({ before, after }) => !sameCrop(before, after))
  const rows = changed.map(({ filename, after, size }) => [
    filename,
    after ? [after.x, after.y, after.width, after.height].map((each) => String(each)).join(',') : 'whole image',
    size ? `${size.width} × ${size.height} px` : '',
  ])
  return {
    report: {
      dry_run: dryRun,
      actor_id: actorId,
      images: images.map(({ filename, before, after, size }) => ({ filename, before, after, size })),
    },
    lines: [
      ...(rows.length > 0 ? [...table(['image', 'crop', 'leaves'], rows, ['left', 'left', 'right']), ''] : []),
      `${plural(changed.length, 'crop')} ${dryRun ? 'would be changed' : 'changed'}, ${plural(images.length - changed.length, 'image')} as before.`,
    ],
  }
}
