import { Option, type Command } from 'commander'
import { CAPTION_GUIDES, type CaptionGuide, GUIDES } from '../../../domain/caption/guide.ts'
import { EvencastError } from '../../../domain/error.ts'
import { VISION_SERVERS, type VisionServer } from '../../../contract/settings.ts'
import type { VisionQuote } from '../../../operations/vision/quote.ts'
import type { CaptionBatchReport } from '../../../operations/edit/run-caption-batch.ts'
import type { WrittenCaptions } from '../../../operations/edit/write-captions.ts'
import type { Frame } from '../frame.ts'
import { maxCostOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, usd } from '../table.ts'
import { costs, pricePhrase, usdOrUnknown } from '../vision-quote.ts'
import { changeCaptions, type CaptionFlags, changeSelection, editsOutcome, withChange } from './captions-change.ts'

const TEMPLATE = 'template'

interface Flags extends CaptionFlags {
  readonly with: VisionServer | typeof TEMPLATE
  readonly guide: CaptionGuide
  readonly maxCost?: number
  readonly again?: true
  readonly batch?: true
  readonly cancelBatch?: true
  readonly yes?: true
}

export function addCaptionsWrite(captions: Command, frame: Frame): void {
  withChange(
    captions
      .command('write')
      .description('write missing captions, from what is known of each image or by a vision model'),
  )
    .addOption(
      new Option('--with <writer>', 'who writes: the template, or the vision model of the settings')
        .choices([TEMPLATE, ...VISION_SERVERS])
        .default(TEMPLATE),
    )
    .addOption(
      new Option(
        '--guide <base model>',
        'how a vision model writes: flux, qwen and wan in sentences, the others in tags',
      )
        .choices(CAPTION_GUIDES)
        .default('flux'),
    )
    .addOption(maxCostOption('stop before the vision model costs more than this'))
    .option('--batch', 'at half the price within a day: submits a batch, and writes its results when run again')
    .option('--cancel-batch', 'cancel the submitted batch; results finished by then are charged and kept')
    .option('--again', 'also replace captions that Evencast wrote; never yours')
    .option('-y, --yes', 'do not ask for confirmation of the price')
    .action((words: readonly string[], flags: Flags) => {
      const { with: writer } = flags
      const only = flags.again ? 'sparing' : 'missing'
      if (writer !== 'openai' && (flags.batch || flags.cancelBatch))
        throw new EvencastError('BAD_INPUT', 'Only OpenAI takes batches. Add --with openai.')
      return writer === TEMPLATE
        ? changeCaptions(
            frame,
            words,
            { form: GUIDES[flags.guide].form, ...flags },
            { kind: 'template', template: '' },
            only,
          )
        : writeByModel(frame, words, flags, { with: writer, only })
    })
}

function writeByModel(
  frame: Frame,
  words: readonly string[],
  flags: Flags,
  how: { readonly with: VisionServer; readonly only: 'missing' | 'sparing' },
): Promise<void> {
  const { guide, trigger, image, maxCost, dryRun, yes, batch, cancelBatch } = flags
  const { library, actors } = changeSelection(words, flags)
  const request = { ...how, guide, trigger, filenames: image ? new Set(image) : null }
  const settings = maxCost === undefined ? {} : { maxCostUsd: maxCost }
  return frame.withLibrary({ library, settings }, async (opened, options) => {
    if (cancelBatch) return cancelled(await opened.cancelBatches('captionBatch'))
    if (dryRun) return quoteOutcome(await opened.captions.offer(actors, request))
    let agreed = true
    const onQuote = async (offer: VisionQuote): Promise<boolean> => {
      const price = batch ? offer.batchUsd : offer.usd
      frame.note(captionQuoteLine(batch ? { ...offer, usd: price, atMostUsd: null } : offer))
      if (yes || !costs(offer)) return true
      const { ask } = frame.terminal
      if (!ask)
        throw new EvencastError(
          'BAD_INPUT',
          'There is no terminal to ask for confirmation. Add --yes to accept the price.',
        )
      agreed = await ask(`Caption ${plural(offer.images, 'image')} with ${offer.model}, ${usdOrUnknown(price)}?`)
      return agreed
    }
    if (batch) return batchOutcome(await opened.captions.batch(actors, request, { ...options, onQuote }), agreed)
    const written = await opened.captions.write(actors, request, { ...options, onQuote }).catch((error: unknown) => {
      if (agreed) throw error
      return null
    })
    return written === null
      ? { report: { ...NOTHING, cost_usd: 0 }, lines: ['Nothing was sent and nothing was paid.'] }
      : writtenOutcome(written)
  })
}

const NOTHING = { dry_run: false, changed: [], failed: [] }

function captionQuoteLine(offer: VisionQuote): string {
  const { model, images, known } = offer
  const before = known > 0 ? `; ${plural(known, 'caption')} known already at no cost` : ''
  return images === 0
    ? `${model} has nothing to write${before}: $0.00.`
    : `${plural(images, 'image')} to caption with ${model}: ${pricePhrase(offer)}${before}.`
}

const quoteOutcome = (offer: VisionQuote): Outcome => ({
  report: {
    dry_run: true,
    model: offer.model,
    images: offer.images,
    known: offer.known,
    estimated_usd: offer.usd,
    at_most_usd: offer.atMostUsd,
  },
  lines: [captionQuoteLine(offer)],
})

const cancelled = (count: number): Outcome => ({
  report: { cancelled: count },
  lines: [
    count === 0
      ? 'No batch is waiting for results.'
      : `${plural(count, 'batch', 'batches')} cancelled. Finished results are kept.`,
  ],
})

function batchOutcome({ waiting, estimatedUsd, costUsd, notes }: CaptionBatchReport, agreed: boolean): Outcome {
  const line =
    waiting > 0
      ? `${plural(waiting, 'image')} submitted in a batch, ${usdOrUnknown(estimatedUsd)} expected. Run the same command again within a day to write the captions; nothing has to run in the meantime.`
      : notes.length > 0
        ? `The captions are written. It cost ${usd(costUsd)}.`
        : agreed
          ? 'No image is without a caption that the model could write.'
          : 'Nothing was sent and nothing was paid.'
  return { report: { waiting, estimated_usd: estimatedUsd, cost_usd: costUsd, notes }, notes, lines: [line] }
}

function writtenOutcome({ edits, failed, costUsd }: WrittenCaptions): Outcome {
  const { report, lines } = editsOutcome(edits, false)
  return {
    report: {
      ...report,
      failed: failed.map(({ actorId, filename, why }) => ({ actor_id: actorId, filename, error: why })),
      cost_usd: costUsd,
    },
    lines: [...lines, ...(costUsd > 0 ? [`It cost ${usd(costUsd)}.`] : [])],
    notes: failed.map(({ actorId, filename, why }) => `${actorId}: ${filename}: ${why}`),
    failed: failed.length > 0,
  }
}
