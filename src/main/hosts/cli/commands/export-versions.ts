import type { Command } from 'commander'
import { cutAway, enlarged } from '../../../domain/bucket/cut.ts'
import { percentSeen } from '../../../domain/training/repeats.ts'
import { EvencastError } from '../../../domain/error.ts'
import { compareExports, type MixPart } from '../../../operations/export/compare-exports.ts'
import type { BucketReport } from '../../../operations/export/buckets.ts'
import type { Frame } from '../frame.ts'
import type { Outcome } from '../outcome.ts'
import { plural, table } from '../table.ts'

export function addCompare(parent: Command, frame: Frame): void {
  parent
    .command('compare')
    .description('show how one export differs from another: images, captions, crops, mix and settings')
    .argument('<before>', 'the folder of an export')
    .argument('<after>', 'the folder of another')
    .action(async (before: string, after: string) => frame.finish(compared(await compareExports(before, after))))
}

function compared({ before, after, changes }: Awaited<ReturnType<typeof compareExports>>): Outcome {
  const crop = (found: object | null): string => (found ? 'cropped' : 'whole')
  const lines = [
    ...changes.added.map((name) => `+ ${name}`),
    ...changes.removed.map((name) => `- ${name}`),
    ...changes.replaced.map((name) => `~ ${name}: another image`),
    ...changes.crops.map((each) => `~ ${each.filename}: ${crop(each.before)} before, ${crop(each.after)} now`),
    ...changes.styles.map(
      (each) => `~ ${each.filename}: ${each.before ?? 'no style'} before, ${each.after ?? 'no style'} now`,
    ),
    ...changes.captions.flatMap((each) => [`~ ${each.filename}`, `  - ${each.before}`, `  + ${each.after}`]),
    ...changes.settings.map(
      ({ key, before: was, after: is }) => `${key}: ${JSON.stringify(was)} before, ${JSON.stringify(is)} now`,
    ),
  ]
  const parts = (found: readonly (MixPart | null)[]): readonly string[] => {
    const percent = percentSeen(found)
    return found.map((part, i) => (part ? `${part.images} × ${part.repeats}, ${percent[i]} %` : 'none'))
  }
  const [was, is] = [parts(changes.mix.map((each) => each.before)), parts(changes.mix.map((each) => each.after))]
  const rows = changes.mix.map(({ style }, i) => [style, was[i] ?? '', is[i] ?? ''])
  const version = ({ name, dir, lock }: typeof before) => ({
    name,
    dir,
    trainer: lock.trainer,
    images: lock.images.length,
  })
  return {
    report: { before: version(before), after: version(after), ...changes },
    lines: [
      ...lines,
      ...(lines.length > 0 ? [''] : []),
      ...table(['style', before.name, after.name], rows, ['left', 'left', 'left']),
      '',
      `${plural(changes.same, 'image')} the same, ${changes.added.length} added, ${changes.removed.length} removed, ${changes.replaced.length} replaced, ${plural(changes.captions.length, 'caption')} and ${plural(changes.crops.length, 'crop')} changed.`,
    ],
  }
}

const ADVICE = {
  'no-bucket': 'the trainer stops at it',
  enlarged: 'enlarged',
  cut: 'loses more than a third',
  alone: 'alone in its bucket',
  dropped: 'some of its bucket left out by the batch size',
  'too-few': 'its bucket is smaller than a batch',
} as const

const px = ({ width, height }: { readonly width: number; readonly height: number }): string => `${width} × ${height}`

export function bucketsOutcome({ trainer, resolution, batchSize, known, images }: BucketReport): Outcome {
  if (!known) throw new EvencastError('BAD_INPUT', `${trainer} does not say how it cuts images.`)
  const rows = images.map(({ image, size, cut, advice }) => [
    image.filename,
    px(size),
    cut ? px(cut.bucket) : 'none',
    cut ? px(cut.scaled) : '',
    cut ? `${enlarged(size, cut).toFixed(2)}` : '',
    cut ? `${Math.round(cutAway(cut) * 100)} %` : '',
    advice.map((each) => ADVICE[each]).join(', '),
  ])
  const marked = images.filter(({ advice }) => advice.length > 0).length
  return {
    report: {
      trainer,
      resolution,
      batch_size: batchSize,
      images: images.map(({ image, size, repeats, cut, advice }) => ({
        filename: image.filename,
        ...size,
        repeats,
        ...cut,
        advice,
      })),
    },
    lines: [
      ...table(['image', 'exported', 'bucket', 'scaled', 'scale', 'cut', ''], rows, [
        'left',
        'right',
        'right',
        'right',
        'right',
        'right',
        'left',
      ]),
      '',
      `${plural(images.length, 'image')} at ${resolution} px for ${trainer}, ${marked} to review.`,
    ],
  }
}
