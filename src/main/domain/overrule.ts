import type { Assessment } from './assessment.ts'
import type { IssueKey } from './issue-kinds.ts'
import { FINDING_KEYS } from './opinion.ts'

/** Fewer images prove nothing about who judged them. */
const LEAST_IMAGES = 4
/** A model that rejects more than this of what it judged is more likely wrong than the set. */
const MOST_REJECTED = 0.75

const isFinding = (key: IssueKey): boolean => FINDING_KEYS.some((each) => each === key)

/** Rejected by the model alone: pixels have nothing against it. */
const rejectedByModel = ({ issues, verdict }: Assessment): boolean =>
  verdict === 'reject' && issues.filter((issue) => issue.verdict === 'reject').every(({ key }) => isFinding(key))

/**
 * The assessments of one set after a vision model spoke of it. A model that rejects nearly everything is not obeyed: what it rejected is
 * to be reviewed, and marked so that a plan can ask about it. `judged`: those of which the model said something.
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
