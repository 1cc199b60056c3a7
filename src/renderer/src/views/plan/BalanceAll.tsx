import { GalleryHorizontalEnd, Play, Scale, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { PlanView } from '../../../../main/contract/views.ts'
import { toSettle } from '../../../../main/domain/left.ts'
import { reviewActors } from '../../model/culling/start.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { QuoteBar } from '../vision/QuoteBar.tsx'
import { useVision } from '../../model/work/vision-store.ts'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { cancelTask } from '../../model/work/run-actions.ts'
import { isActive, useRuns } from '../../model/work/runs-store.ts'
import { nothingAsked } from '../../model/work/nothing-asked.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty, Progress } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { discardPlans, makePlans, startRun } from '../../model/work/plan-actions.ts'
import { openPlans } from '../../model/work/open-plan.ts'
import { PlanRows } from './PlanRows.tsx'
import { PlanTotals } from './PlanTotals.tsx'
import { useLibrary } from '../../model/library/library-store.ts'
import { isJoined } from '../../model/work/workers-store.ts'
import { ALL, usePlans } from '../../model/work/plans-store.ts'
import { summarise } from '../../model/work/summary.ts'
import './balance-all.css'
import './plan-bar.css'

/** Key under which the planning task is stored. */
const keyOf = (scope: readonly string[] | null): string => scope?.[0] ?? ALL

function Making({ scope }: { readonly scope: readonly string[] | null }) {
  const taskId = usePlans((state) => state.making.get(ALL) ?? state.making.get(keyOf(scope)))
  const task = useRuns((state) => (taskId === undefined ? undefined : state.tasks.get(taskId)))
  if (taskId === undefined) return null
  return (
    <div className="making" role="status">
      <span className="num ellipsis">
        {task?.phase ?? strings.balanceAll.planning} {task && strings.runs.progress(task.done, task.total)}
      </span>
      <Progress done={task?.done ?? 0} total={task?.total ?? 0} label={strings.balanceAll.planning} />
      <Button size="s" variant="quiet" onClick={() => void cancelTask(taskId)}>
        {strings.cancel}
      </Button>
    </div>
  )
}

/** Number of actors without a plan that are named; the All actors page lists all of them. */
const MOST_UNPLANNED = 5

/** Returns true when a plan has something to do; others need no answer. */
const asking = (plan: PlanView) => plan.deletions.length + plan.generations.length + plan.shortfalls.length > 0

/** All plans of the library on one sheet: totals on top, actor by actor below, and one button for all. */
export function BalanceAll() {
  const joined = useLibrary(isJoined)
  const byActor = usePlans((state) => state.byActor)
  const scope = useView((state) => state.panelScope)
  const asked = useVision((state) => state.asked.get(keyOf(scope)))
  const making = usePlans((state) => state.making.has(ALL) || state.making.has(keyOf(scope)))
  const anyActor = useActors((state) => state.byId.size > 0)
  const allBalanced = useActors((state) => state.byId.values().every((actor) => actor.state === 'balanced'))
  const runs = useRuns((state) => state.runs)
  const running = runs.some(isActive)
  // Opened for a selection of actors, the sheet shows these only.
  const about = useMemo(() => scope && new Set(scope), [scope])
  const current = useMemo(
    () => [...openPlans(byActor, runs).values()].filter((plan) => about?.has(plan.actorId) ?? true),
    [byActor, runs, about],
  )
  const plans = useMemo(() => current.filter(asking), [current])
  // Actors that could not be planned, while the others were.
  const unplanned = useActors(
    useShallow((state) =>
      [...state.byId.values()]
        .filter(({ actorId, problem }) => problem !== null && (about?.has(actorId) ?? true) && !byActor.has(actorId))
        .slice(0, MOST_UNPLANNED),
    ),
  )
  const toReview = useActors(
    useShallow((state) =>
      [...state.byId.values()]
        .filter((actor) => (about?.has(actor.actorId) ?? true) && toSettle(actor.left).length > 0)
        .map((actor) => actor.actorId),
    ),
  )
  const review = () => {
    closePanel()
    void reviewActors(toReview)
  }
  const [starting, setStarting] = useState(false)
  useEffect(() => {
    // Opening the sheet starts planning unless every actor has a plan; plans left from an interrupted planning are not enough.
    const known = usePlans.getState()
    if (scope !== null || known.making.has(ALL)) return
    if ([...useActors.getState().byId.keys()].some((actorId) => !known.byActor.has(actorId))) void makePlans('all')
  }, [scope])
  const stale = plans.filter((plan) => plan.stale)
  const ready = plans.filter((plan) => summarise([plan]).actors > 0)
  const start = async () => {
    setStarting(true)
    // Complete sets are included, because a manifest may not list all of its images yet.
    const whole = current.filter((plan) => !asking(plan) && !plan.stale)
    await startRun(
      [...ready, ...whole].map((plan) => plan.actorId),
      scope ?? 'all',
    )
    setStarting(false)
  }
  return (
    <Dialog
      title={scope === null ? strings.balanceAll.title : strings.balanceAll.titleOf(scope.length)}
      intro={joined ? strings.balanceAll.introInFleet : strings.balanceAll.intro}
      size="full"
      onClose={closePanel}
      footer={
        <>
          <span className="grow soft">{stale.length > 0 && !making && strings.plan.stale}</span>
          {plans.length > 0 && (
            <Button variant="quiet" disabled={making} onClick={() => void discardPlans(scope ?? [...byActor.keys()])}>
              {strings.balanceAll.discard}
            </Button>
          )}
          <Button
            disabled={making || !anyActor || (running && plans.length === 0)}
            onClick={() => void makePlans(scope ?? 'all')}
          >
            {plans.length > 0 ? strings.plan.again : strings.balanceAll.make}
          </Button>
          <Button
            variant={asked ? 'plain' : 'primary'}
            icon={<Play size={14} fill="currentColor" />}
            disabled={ready.length === 0 || making || starting || stale.length > 0}
            onClick={() => void start()}
          >
            {joined ? strings.balanceAll.approve(ready.length) : strings.balanceAll.start(ready.length)}
          </Button>
        </>
      }
    >
      <div className="balance-all-body">
        {(plans.length > 0 || making) && <PlanTotals plans={plans} />}
        {asked && !making && <QuoteBar of={keyOf(scope)} asked={asked} />}
        <Making scope={scope} />
        {unplanned.map(({ actorId, problem }) => (
          <p key={actorId} className="plan-sentence selectable">
            <TriangleAlert size={14} aria-hidden /> <b>{actorId}</b> {problem}
          </p>
        ))}
        {plans.length === 0 && !making && asked ? null : plans.length === 0 && !making ? (
          <Empty
            icon={<Scale size={30} />}
            title={nothingAsked({ scoped: scope !== null, planned: byActor.size > 0, running, allBalanced })}
          >
            {toReview.length > 0 && !running ? (
              <Button icon={<GalleryHorizontalEnd size={15} />} onClick={review}>
                {strings.plan.reviewNow}
              </Button>
            ) : undefined}
          </Empty>
        ) : (
          <PlanRows plans={plans} />
        )}
      </div>
    </Dialog>
  )
}
