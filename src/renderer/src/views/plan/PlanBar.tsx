import { Eye, Info, Play, Server, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { notRead } from '../../../../main/contract/actor-columns.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { sharedReasons } from '../../model/images/shared-reasons.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { isFocusAdrift } from '../../base/ui/keep-focus.ts'
import { KeptForWant } from './KeptForWant.tsx'
import { PlanQuestion } from './PlanQuestion.tsx'
import { cullActor } from '../../model/culling/start.ts'
import { WaysOut } from './WaysOut.tsx'
import { GeneratorChoice } from './GeneratorChoice.tsx'
import { lackingIn } from '../../model/work/lacking.ts'
import { changeGenerator, discardPlans, makePlans, startRun } from '../../model/work/plan-actions.ts'
import { isJoined } from '../../model/work/workers-store.ts'
import { ALL, usePlans } from '../../model/work/plans-store.ts'
import { summarise } from '../../model/work/summary.ts'
import './plan-bar.css'

/** The plan in one line: removals, new images and cost, with the buttons that answer it. */
export function PlanBar({ plan }: { readonly plan: PlanView }) {
  const [starting, setStarting] = useState(false)
  const bar = useRef<HTMLElement>(null)
  // It comes in answer to a button that is gone: whoever pressed it by key goes on from here.
  useEffect(() => {
    if (isFocusAdrift()) bar.current?.focus({ preventScroll: true })
  }, [])
  const generator = useLibrary((state) => state.settings?.values.generator ?? 'local')
  const joined = useLibrary(isJoined)
  const [choosing, setChoosing] = useState(false)
  const making = usePlans((state) => state.making.has(plan.actorId) || state.making.has(ALL))
  const busy = making || choosing
  const otherPrice = plan.generator !== generator
  const stale = plan.stale || otherPrice
  const summary = useMemo(() => summarise([plan]), [plan])
  const nothing = summary.out + summary.in === 0
  const missing = lackingIn(plan)
  // Sentences that the set's own notes already show are not repeated.
  const actor = useActors((state) => state.byId.get(plan.actorId))
  const saidBeside = useMemo(
    () => new Set(actor && [actor.targetProblem ?? '', ...notRead(actor).map(({ sentence }) => sentence)]),
    [actor],
  )
  const looked = strings.vision.bill(plan.visionUsd, plan.checksUsd)
  const sentences = [
    ...sharedReasons(plan.deletions).map((shared) =>
      strings.plan.shared(shared.count, shared.type, strings.gallery.out(shared.reason), shared.detail),
    ),
    ...plan.shortfalls.map((short) => strings.plan.shortfall(short.missing, strings.lanes[short.type], short.why)),
    ...plan.warnings.filter((warning) => !saidBeside.has(warning)),
  ]
  const start = async () => {
    setStarting(true)
    await startRun([plan.actorId])
    setStarting(false)
  }
  const choose = async (chosen: typeof generator) => {
    setChoosing(true)
    await changeGenerator(chosen)
    setChoosing(false)
  }
  return (
    <section ref={bar} className="plan-bar" tabIndex={-1} aria-label={strings.plan.title}>
      <div className="plan-line">
        {nothing ? (
          <b>
            {missing > 0
              ? strings.plan.nothingPossible(missing)
              : plan.waysOut.length > 0
                ? strings.plan.onlyReview
                : strings.plan.nothing}
          </b>
        ) : (
          <p className="plan-figures num">
            <b>{strings.plan.out(summary.out)}</b>
            <b>{strings.plan.in(summary.in)}</b>
            <span>{strings.plan.price(summary.costUsd)}</span>
            <span>{strings.plan.images(plan.images, plan.imagesAfter)}</span>
            {summary.in > 0 && <span>{strings.plan.about(summary.seconds)}</span>}
            {summary.skipped > 0 && <span>{strings.plan.skipped(summary.skipped)}</span>}
          </p>
        )}
        <span className="plan-hint">{!nothing && strings.plan.hint}</span>
        <GeneratorChoice busy={busy} onChoose={(chosen) => void choose(chosen)} />
        <Button variant="quiet" onClick={() => void discardPlans([plan.actorId])}>
          {strings.plan.discard}
        </Button>
        {stale ? (
          <Button variant="primary" disabled={busy} onClick={() => void makePlans([plan.actorId])}>
            {strings.plan.again}
          </Button>
        ) : (
          <Button
            variant="primary"
            icon={<Play size={14} fill="currentColor" />}
            disabled={nothing || starting || busy}
            onClick={() => void start()}
          >
            {joined ? strings.plan.approve : strings.plan.start}
          </Button>
        )}
      </div>
      {stale && (
        <p className="plan-sentence" data-level="warning">
          <TriangleAlert size={14} aria-hidden />{' '}
          {plan.stale ? (plan.differs ?? strings.plan.stale) : strings.plan.otherGenerator}
        </p>
      )}
      {joined && (
        <p className="plan-sentence">
          <Server size={14} aria-hidden /> {strings.plan.inFleet}
        </p>
      )}
      <PlanQuestion question={plan.question} onReview={() => void cullActor(plan.actorId)} />
      {looked !== '' && (
        <p className="plan-sentence num">
          <Eye size={14} aria-hidden /> {looked}
        </p>
      )}
      {sentences.map((sentence) => (
        <p key={sentence} className="plan-sentence selectable">
          <Info size={14} aria-hidden /> {sentence}
        </p>
      ))}
      <KeptForWant plan={plan} />
      <WaysOut waysOut={plan.waysOut} actorIds={[plan.actorId]} />
    </section>
  )
}
