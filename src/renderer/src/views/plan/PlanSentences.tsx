import { TriangleAlert } from 'lucide-react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { WaysOut } from './WaysOut.tsx'
import { strings } from '../../base/strings/index.ts'

/** What a plan cannot do, and what it warns of. */
export function PlanSentences({ plan }: { readonly plan: PlanView }) {
  const sentences = [
    ...plan.shortfalls.map((short) => strings.plan.shortfall(short.missing, strings.lanes[short.type], short.why)),
    ...plan.warnings,
  ]
  return (
    <>
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
