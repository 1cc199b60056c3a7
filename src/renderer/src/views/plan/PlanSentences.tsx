import { TriangleAlert } from 'lucide-react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { cullActor } from '../../model/culling/start.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { PlanQuestion } from './PlanQuestion.tsx'
import { WaysOut } from './WaysOut.tsx'
import { strings } from '../../base/strings/index.ts'

/** What a plan cannot do, and its warnings. */
export function PlanSentences({ plan }: { readonly plan: PlanView }) {
  const sentences = [
    ...plan.shortfalls.map((short) => strings.plan.shortfall(short.missing, strings.lanes[short.type], short.why)),
    ...plan.warnings,
  ]
  const review = () => {
    closePanel()
    void cullActor(plan.actorId)
  }
  return (
    <>
      {plan.differs !== null && (
        <p data-level="warning">
          <TriangleAlert size={13} aria-hidden />
          {plan.differs}
        </p>
      )}
      <PlanQuestion question={plan.question} onReview={review} />
      {sentences.map((sentence) => (
        <p key={sentence}>
          <TriangleAlert size={13} aria-hidden />
          {sentence}
        </p>
      ))}
      <WaysOut waysOut={plan.waysOut} actorIds={[plan.actorId]} />
    </>
  )
}
