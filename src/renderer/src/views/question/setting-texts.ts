import type { LibraryQuestion } from '../../../../main/contract/trust.ts'
import { money } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'

const { none, noLimit } = strings.question
const { settings, plan } = strings

/** Returns the texts of these settings, by name. */
export function settingTexts(values: LibraryQuestion['settings']): Readonly<Record<string, string>> {
  const { evaluator, detailLevel, generator, maxCostUsd, maxDeletedPercent, deleteForeign } = values
  const chosen: Readonly<Record<string, string | undefined>> = {
    evaluator: evaluator && settings.evaluators[evaluator],
    detailLevel: detailLevel && settings.detailLevels[detailLevel],
    generator: generator && plan.generators[generator],
    maxCostUsd: maxCostUsd === null ? noLimit : maxCostUsd === undefined ? undefined : money(maxCostUsd),
    maxDeletedPercent: maxDeletedPercent === undefined ? undefined : `${maxDeletedPercent} %`,
    deleteForeign: settings.onOff[deleteForeign ? 'on' : 'off'],
  }
  const plain = (value: unknown): string => (typeof value === 'string' ? value || none : JSON.stringify(value))
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, chosen[key] ?? plain(value)]))
}
