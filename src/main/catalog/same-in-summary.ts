import { CAPTION_KEYS } from '../domain/caption/entry.ts'
import type { ManifestImage } from '../domain/manifest.ts'

/** Keys about the caption and the content, which the summary takes from elsewhere. */
const FROM_ELSEWHERE = new Set<string>([
  ...CAPTION_KEYS,
  ...(['sha256', 'bytes', 'width', 'height', 'quality_issues'] satisfies (keyof ManifestImage)[]),
])

/** Returns true when an evaluator wrote the classification: `settle` asks the evaluator instead. */
const isEvaluators = ({ classified_by: by, source }: ManifestImage): boolean =>
  by !== undefined && by !== 'human' && source !== 'generated'

/**
 * Returns true when two entries of an image surely lead to the same summary. Objects count as the same only when they are identical, or
 * have equal JSON.
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
