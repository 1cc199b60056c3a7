import type { Assessment } from './assessment.ts'
import type { IssueKey } from './issue-kinds.ts'
import { FINDING_KEYS } from './opinion.ts'

/** Fewest assessed images from which a model's rejections can be doubted. */
const LEAST_IMAGES = 4
/** Share of rejections above which the model is more likely wrong than the set. */
const MOST_REJECTED = 0.75

const isFinding = (key: IssueKey): boolean => FINDING_KEYS.some((each) => each === key)

/** Returns true when the model alone rejects the image and pixels do not. */
const rejectedByModel = ({ issues, verdict }: Assessment): boolean =>
  verdict === 'reject' && issues.filter((issue) => issue.verdict === 'reject').every(({ key }) => isFinding(key))

/**
 * Overrules a vision model that rejects nearly a whole set: its rejections become reviews and are marked so that a plan can ask about them.
 * `judged` selects the assessments that the model contributed to.
 */
export function overrule<K>(
  assessments: ReadonlyMap<K, Assessment>,
  judged: (assessment: Assessment) => boolean,
): ReadonlyMap<K, Assessment> {
  const all = [...assessments.values()].filter(judged)
  const rejected = all.filter(rejectedByModel)
  if (all.length < LEAST_IMAGES || rejected.length / all.length <= MOST_REJECTED) return assessments
  const doubted = new Set(rejected)
  return new Map(
    [...assessments].map(([key, assessment]): [K, Assessment] =>
      doubted.has(assessment)
        ? [
            key,
            {
              ...assessment,
              verdict: 'review',
              issues: assessment.issues.map((issue) => ({ ...issue, verdict: 'review' as const })),
              overruled: true,
            },
          ]
        : [key, assessment],
    ),
  )
}
