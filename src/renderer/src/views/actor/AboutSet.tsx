import { FileQuestionMark, ScanEye, Target, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ActorView, PlanView } from '../../../../main/contract/views.ts'
import { notRead } from '../../../../main/contract/actor-columns.ts'
import { leftInWords, toSettle } from '../../../../main/domain/left.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { reviewActors } from '../../model/culling/start.ts'
import { setTargets } from '../../model/edits/targets.ts'
import { Variety } from '../vision/Variety.tsx'
import { openPanel } from '../../model/window/view-store.ts'

const ICONS = { warning: TriangleAlert, info: ScanEye, target: Target, files: FileQuestionMark } as const

interface NoticeProps {
  readonly children: ReactNode
  readonly level: keyof typeof ICONS
}

export function Notice({ children, level }: NoticeProps) {
  const Icon = ICONS[level]
  return (
    <div className="pane-notice" data-level={level}>
      <Icon size={16} aria-hidden />
      {children}
    </div>
  )
}

/** Notes about the set as a whole: a target that fits it better, decisions that only a person can make, and files that are not read. */
export function AboutSet({ actor, plan }: { readonly actor: ActorView; readonly plan: PlanView | null }) {
  const { actorId, proposal, targetProblem } = actor
  const skipped = notRead(actor)
  const left = leftInWords(toSettle(actor.left))
  return (
    <>
      {targetProblem !== null && (
        <Notice level="warning">
          <span className="selectable">{targetProblem}</span>
        </Notice>
      )}
      {proposal && !plan && (
        <Notice level="target">
          <span>{proposal.why}</span>
          <Button size="s" onClick={() => openPanel('targets', [actorId])}>
            {strings.targets.other}
          </Button>
          <Button size="s" variant="primary" onClick={() => void setTargets([actorId], { preset: proposal.preset })}>
            {strings.targets.use(proposal.preset)}
          </Button>
        </Notice>
      )}
      {!plan && left !== '' && actor.state === 'unbalanced' && actor.deficit + actor.surplus === 0 && (
        <Notice level="info">
          <span>{strings.actors.toSettle(left)}</span>
          <Button size="s" variant="primary" onClick={() => void reviewActors([actorId])}>
            {strings.plan.reviewNow}
          </Button>
        </Notice>
      )}
      <Variety quiet actorId={actorId} />
      {skipped.length > 0 && (
        <Notice level="files">
          <span className="selectable">{strings.actors.notRead(skipped.map(({ sentence }) => sentence))}</span>
        </Notice>
      )}
    </>
  )
}
