import { resolve } from 'node:path'
import type { Command } from 'commander'
import { EvencastError } from '../../../domain/error.ts'
import type { TrainingQuote, TrainingRecord } from '../../../operations/export/train.ts'
import type { Core, OperationOptions } from '../../../app.ts'
import type { Frame } from '../frame.ts'
import { maxCostOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, usd } from '../table.ts'

interface Flags {
  readonly destination?: string
  readonly maxCost?: number
  readonly yes?: true
  readonly again?: true
  readonly cancel?: true
  readonly dryRun?: true
}

/** Adds `export train`, which runs a training at Replicate. */
export function addTrain(parent: Command, frame: Frame): void {
  parent
    .command('train')
    .description('train at Replicate with an export: price first, weights into the folder; run again to continue')
    .argument('<folder>', 'an export for replicate')
    .option('--destination <owner/name>', 'the model to add a version to (default: your own, named after the actor)')
    .addOption(maxCostOption())
    .option('--dry-run', 'only show the price')
    .option('--again', 'train once more where a training has succeeded')
    .option('--cancel', 'cancel the training that is under way')
    .option('-y, --yes', 'do not ask for confirmation of the price')
    .action((folder: string, _flags: object, self: Command) => {
      // Some of these flags belong to `export`.
      const flags = self.optsWithGlobals<Flags>()
      const dir = resolve(folder)
      return frame.withCore({}, async (core, options) => {
        if (flags.dryRun) return quoted(await core.trainings.quote(dir))
        return flags.cancel
          ? trained(dir, await core.trainings.cancel(dir, signalOf(options)))
          : train({ frame, core, options }, dir, flags)
      })
    })
}

interface Place {
  readonly frame: Frame
  readonly core: Core
  readonly options: OperationOptions
}

const NOTHING: Outcome = { report: { state: null }, lines: ['Nothing was sent and nothing was paid.'] }

const signalOf = ({ signal = new AbortController().signal }: OperationOptions): AbortSignal => signal

async function train({ frame, core, options }: Place, dir: string, flags: Flags): Promise<Outcome> {
  const quote = await core.trainings.quote(dir)
  const resumeOnly = !quote.costs && !flags.again
  if (!resumeOnly && !(await agreed(frame, quote, flags))) return NOTHING
  const { destination, again, maxCost } = flags
  const limitUsd = maxCost ?? core.settings().values.maxCostUsd
  const signal = signalOf(options)
  const { onProgress } = options
  return trained(dir, await core.trainings.train(dir, { destination, again, resumeOnly, limitUsd, signal, onProgress }))
}

/** Implements `export … --train`: trains with each export, one after the other. */
export async function trainExported(
  { outcome, dirs, ...place }: Place & { readonly outcome: Outcome; readonly dirs: readonly string[] },
  flags: Flags,
): Promise<Outcome> {
  for (const line of outcome.lines) place.frame.note(line)
  const trainings: Outcome[] = []
  for (const dir of dirs) trainings.push(await train(place, dir, flags))
  return {
    report: { ...outcome.report, trainings: trainings.map(({ report }) => report) },
    failed: outcome.failed || trainings.some(({ failed }) => failed),
    notes: outcome.notes ?? [],
    lines: trainings.flatMap(({ lines }) => lines),
  }
}

const sentence = ({ name, images, steps, estimatedUsd }: TrainingQuote): string =>
  `Training ${name} on Replicate: ${plural(images, 'image')}, ${steps} steps, about ${usd(estimatedUsd)}.`

async function agreed(frame: Frame, quote: TrainingQuote, { yes }: Flags): Promise<boolean> {
  frame.note(sentence(quote))
  if (yes) return true
  const { ask } = frame.terminal
  if (ask) return ask(`Train ${quote.name} for about ${usd(quote.estimatedUsd)}?`)
  throw new EvencastError('BAD_INPUT', 'There is no terminal to ask for confirmation. Add --yes to accept the price.')
}

const quoted = (quote: TrainingQuote): Outcome => ({
  report: {
    dir: quote.dir,
    images: quote.images,
    steps: quote.steps,
    estimated_usd: quote.estimatedUsd,
    training: quote.training,
  },
  lines: [sentence(quote)],
})

function trained(dir: string, record: TrainingRecord): Outcome {
  const { state, destination, cost_usd: costUsd, weights, note } = record
  const cost = costUsd === null ? '' : `, ${usd(costUsd)}`
  return {
    report: { dir, ...record },
    failed: state !== 'succeeded',
    lines: [
      state === 'succeeded'
        ? `${destination} is trained${cost}. The weights are ${dir}/weights/${weights ?? ''}.`
        : `The training of ${destination} ${state === 'cancelled' ? 'was cancelled' : 'failed'}${cost}. ${note ?? ''}`.trim(),
    ],
  }
}
