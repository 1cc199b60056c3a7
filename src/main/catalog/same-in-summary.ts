import { CAPTION_KEYS } from '../domain/caption/entry.ts'
import type { ManifestImage } from '../domain/manifest.ts'

/** What an entry says of its caption and its content: the summary has it from elsewhere. */
const FROM_ELSEWHERE = new Set<string>([
  ...CAPTION_KEYS,
  ...(['sha256', 'bytes', 'width', 'height', 'quality_issues'] satisfies (keyof ManifestImage)[]),
])

/** An evaluator's own word, written down: `settle` asks the evaluator. */
const isEvaluators = ({ classified_by: by, source }: ManifestImage): boolean =>
  by !== undefined && by !== 'human' && source !== 'generated'

/**
 * Whether two entries of an image surely lead to the same summary. Values that are objects count as the same only when they are one, or
 * say the same in the same order.
 */
export function sameInSummary(a: ManifestImage, b: ManifestImage): boolean {
  const said = (entry: ManifestImage, key: string): unknown =>
    (key === 'type' || key === 'classified_by') && isEvaluators(entry) ? undefined : entry[key]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => {
    if (FROM_ELSEWHERE.has(key)) return true
    const [one, other] = [said(a, key), said(b, key)]
    return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
  })
}
