import type { Settings } from '../../../contract/settings.ts'
import type { EvaluateReport } from '../../../contract/reports.ts'
import type { IssueKey } from '../../../domain/issue-kinds.ts'
import type { VisionQuote } from '../../../operations/vision/quote.ts'
import { quoteLine, usdOrUnknown } from '../vision-quote.ts'
import { evaluatorOption, maxCostOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { AddCommand } from '../frame.ts'
import { plural, table, usd } from '../table.ts'

interface Flags {
  readonly actorId: string
  readonly evaluator?: Settings['evaluator']
  readonly maxCost?: number
}

export const addEvaluate: AddCommand = (program, frame) =>
  program
    .command('evaluate')
    .description("show one actor's assessments and write its contact sheet, to try an evaluator")
    .argument('[library]', 'the library, its actors folder, or one actor')
    .requiredOption('--actor-id <id>', 'the actor')
    .addOption(evaluatorOption())
    .addOption(maxCostOption())
    .action((library: string | undefined, { actorId, evaluator, maxCost }: Flags) => {
      const settings = { ...(evaluator && { evaluator }), ...(maxCost !== undefined && { maxCostUsd: maxCost }) }
      return frame.withLibrary({ library, settings }, async (opened, options) => {
        const onQuote = (offer: VisionQuote): boolean => {
          frame.note(quoteLine(offer))
          return true
        }
        return evaluateOutcome(await opened.evaluate(actorId, { ...options, onQuote }))
      })
    })

const ALIGN = ['left', 'left', 'right', 'left', 'left', 'left'] as const

/** True for an image that was not read, which gets its own note. */
const isSilent = ({ reason }: EvaluateReport['images'][number]): boolean => reason?.startsWith('Not measured') === true

/**
 * Returns issues that pixels could not measure in any image, to name them once instead of in every row. A vision model gives a reason for
 * each.
 */
function measuredOfNone({ images, evaluation_cost_usd: paid }: EvaluateReport): readonly IssueKey[] {
  if (paid !== undefined) return []
  const [first, ...others] = images.filter((image) => image.not_measured.length > 0 && !isSilent(image))
  return first ? first.not_measured.filter((key) => others.every((image) => image.not_measured.includes(key))) : []
}

export function evaluateOutcome(report: EvaluateReport): Outcome {
  const ofNone = measuredOfNone(report)
  const rows = report.images.map((image) => [
    image.filename,
    image.type ?? '?',
    image.confidence === null ? '' : `${image.unsure ? 'unsure, ' : ''}${Math.round(image.confidence * 100)} %`,
    image.verdict ?? 'not measured',
    image.quality_issues.join(', ') + (image.duplicate_of ? ` (of ${image.duplicate_of})` : ''),
    image.not_measured.filter((key) => !ofNone.includes(key)).join(', '),
  ])
  const { evaluation_cost_usd: paid, evaluation_estimated_usd: estimated = null } = report
  const cost = paid === undefined ? [] : [`Assessing cost ${usd(paid)} of an estimated ${usdOrUnknown(estimated)}.`]
  const unseen =
    ofNone.length === 0
      ? []
      : [
          `Not measured: ${ofNone.join(', ')}. A vision model does that: --evaluator openai or --evaluator local-server.`,
        ]
  const silent = report.images.filter(isSilent)
  return {
    report,
    notes: silent.map(({ filename, reason }) => `${filename}: ${reason}`),
    lines: [
      ...table(['image', 'style', 'sure', 'verdict', 'issues', 'not measured'], rows, ALIGN),
      '',
      `${plural(report.images.length, 'image')} of ${report.actor_id}. Contact sheet: ${report.contact_sheet}`,
      ...unseen,
      ...(report.variety === '' ? [] : [report.variety]),
      ...cost,
    ],
  }
}
